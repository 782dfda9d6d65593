using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>What a group promises to its callers.</summary>
public sealed class ConsultationGroupTests : GroupTests
{
    [Fact]
    public async Task Get_UnknownGroup_IsRefusedByEveryCall()
    {
        var terminal = new TerminalId("t_1");

        Assert.Equal(RefusalCodes.GroupUnknown, await Group.SnapshotAsync().Refusal());
        Assert.Equal(RefusalCodes.GroupUnknown, await Group.IssueTokenAsync(Scene.Order("a")).Refusal());
        Assert.Equal(RefusalCodes.GroupUnknown, await Group.SubscribeAsync(new RecordingObserver()).Refusal());
        Assert.Equal(RefusalCodes.GroupUnknown, await Group.OfferAsync(terminal, Scene.Offer).Refusal());
        Assert.Equal(RefusalCodes.GroupUnknown, (await Group.CloseAsync(Scene.Applicant)).Refusal?.Code);
        await Group.DetachAsync(terminal);
        Assert.Null(await Silo.Store.FindAsync(Scene.Id));
    }

    [Fact]
    public async Task Request_New_IsOnRecordWhenAnswered()
    {
        var snapshot = await RequestAsync();

        Assert.Equal(GroupState.Open, snapshot.State);
        Assert.Equal(Scene.Request(), (await Silo.Store.FindAsync(Scene.Id))!.Request);
        Assert.Equal(["consultation.requested", "group.created"], (await Silo.Audit.ReadAsync(Scene.Id)).Select(a => a.Entry.Action));
    }

    [Fact]
    public async Task Request_Again_IsTheSameRequest()
    {
        await RequestAsync();
        await RequestAsync();

        Assert.Equal(RefusalCodes.GroupExists, await Group.RequestAsync(Scene.Request() with { Purpose = "Other" }, Scene.Applicant).Refusal());
        var other = Silo.Groups.Get(new GroupId("g2"));
        Assert.Equal(RefusalCodes.GroupExists, await other.RequestAsync(Scene.Request("g2"), Scene.Applicant).Refusal());
        Assert.Equal(2, (await Silo.Audit.ReadAsync(Scene.Id)).Length);
    }

    [Fact]
    public async Task Enter_ByToken_GivesASeatAndTellsEverybody()
    {
        await RequestAsync();
        var observer = await ListenAsync();

        var (claims, terminal) = await Group.SitAsync("a");

        var entered = await observer.HearAsync<MemberEntered>();
        Assert.Equal(terminal, entered.Member.Terminal);
        Assert.Equal(TokenState.Used, Assert.Single(await Silo.Store.TokensAsync(Scene.Id)).State);
        Assert.Equal(claims, Assert.Single(await Silo.Store.TokensAsync(Scene.Id)).Claims);
        Assert.Equal(terminal, Assert.Single(await Silo.Store.ParticipantsAsync(Scene.Id)).Terminal);
        Assert.Equal(1, (await Silo.Store.FindAsync(Scene.Id))!.MembersPresent);
    }

    [Fact]
    public async Task Enter_RevokedToken_IsRefused()
    {
        await RequestAsync();
        var (claims, _) = await Group.SitAsync("a");

        await Group.RevokeTokenAsync(claims.Id, Scene.Applicant).Done();

        Assert.Equal(RefusalCodes.TokenRevoked, await Group.EnterAsync(Scene.Entry(claims, "a")).Refusal());
        Assert.Equal(TokenState.Revoked, Assert.Single(await Silo.Store.TokensAsync(Scene.Id)).State);
    }

    [Fact]
    public async Task RevokeToken_NobodyEnteredWithIt_IsToldWithoutANumberOfItsOwn()
    {
        await RequestAsync();
        var (_, inside) = await Group.SitAsync("a");
        var claims = await Group.IssueTokenAsync(Scene.Order("b")).Value();
        var observer = await ListenAsync();

        await Group.RevokeTokenAsync(claims.Id, Scene.Applicant).Done();
        await Group.SendMessageAsync(inside, "m1", "hello").Value();

        var told = await observer.HearAsync<TokenRevoked>();
        Assert.Equal((claims.Id, told.Sequence + 1), (told.Token, (await observer.HearAsync<MessageSent>()).Sequence));
    }

    [Fact]
    public async Task SendMessage_OverTheLimit_IsRefusedAndNothingIsRecorded()
    {
        await using var silo = await SiloFixture.StartAsync(new GroupOptions { ChatPerMember = 2 });
        var group = silo.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var (_, a) = await group.SitAsync("a");
        await group.SendMessageAsync(a, "m1", "one").Value();
        await group.SendMessageAsync(a, "m2", "two").Value();

        Assert.Equal(RefusalCodes.ChatFlood, await group.SendMessageAsync(a, "m3", "three").Refusal());

        Assert.Equal("one", (await group.SendMessageAsync(a, "m1", "one").Value()).Text);
        Assert.Equal(2, (await silo.Store.MessagesAsync(Scene.Id, before: null, limit: 10)).Length);
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await group.SendMessageAsync(a, "m3", "three").Value();
    }

    [Fact]
    public async Task Detach_ThenBackInTime_KeepsTheSeat()
    {
        await RequestAsync();
        var (claims, a) = await Group.SitAsync("a");
        await Group.DetachAsync(a);
        Silo.Clock.Advance(TimeSpan.FromSeconds(29));

        var seat = await Group.EnterAsync(Scene.Entry(claims, "a")).Value();

        Assert.True(seat.Resumed);
        Assert.Equal(a, seat.Terminal);
        Silo.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Single((await Group.SnapshotAsync().Value()).Members);
    }

    [Fact]
    public async Task Detach_NotBackInTime_FreesTheSeatAndTheSession()
    {
        await RequestAsync();
        var observer = await ListenAsync();
        var (_, a) = await Group.SitAsync("a");
        await Group.SitAsync("b");
        await Group.OfferAsync(a, Scene.Offer).Value();
        await Group.DetachAsync(a);

        Silo.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(LeaveReason.TimedOut, (await observer.HearAsync<MemberLeft>()).Reason);
        Assert.Empty(Silo.RelayA.Sessions(Scene.Id));
    }

    [Fact]
    public async Task SendMessage_SameIdAgain_IsRecordedOnce()
    {
        await RequestAsync();
        var (_, a) = await Group.SitAsync("a");

        var first = await Group.SendMessageAsync(a, "m1", "你好").Value();
        var again = await Group.SendMessageAsync(a, "m1", "other").Value();

        Assert.Equal(first, again);
        Assert.Equal(first, Assert.Single(await Silo.Store.MessagesAsync(Scene.Id, before: null, limit: 10_000)));
    }

    [Fact]
    public async Task Close_WithMembers_EndsEverything()
    {
        await RequestAsync();
        var observer = await ListenAsync();
        var (claims, a) = await Group.SitAsync("a");
        await Group.OfferAsync(a, Scene.Offer).Value();

        await Group.CloseAsync(Scene.Applicant).Done();

        Assert.Equal(GroupState.Closed, (await observer.HearAsync<GroupEnded>()).State);
        await Silo.RelayA.OrderedAsync("closeGroup g1");
        Assert.Equal(RefusalCodes.GroupClosed, await Group.EnterAsync(Scene.Entry(claims, "a")).Refusal());
        Assert.Equal(GroupState.Closed, (await Silo.Store.FindAsync(Scene.Id))!.State);
        Assert.Equal(TokenState.Revoked, Assert.Single(await Silo.Store.TokensAsync(Scene.Id)).State);
        Assert.Equal(GroupState.Closed, (await Group.SnapshotAsync().Value()).State);
    }

    [Fact]
    public async Task Time_NobodyEnters_ExpiresEvenOutOfMemory()
    {
        await RequestAsync();

        Silo.Clock.Advance(TimeSpan.FromMinutes(6));
        await Group.SnapshotAsync().Value();
        Silo.Clock.Advance(TimeSpan.FromMinutes(6));
        Silo.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(GroupState.Expired, (await Group.SnapshotAsync().Value()).State);
        Assert.Equal(GroupState.Expired, (await Silo.Store.FindAsync(Scene.Id))!.State);
    }

    [Fact]
    public async Task Restart_InMidConsultation_TerminalsComeBackWithTheirOldTokens()
    {
        await RequestAsync();
        var (claimsA, a) = await Group.SitAsync("a");
        var (claimsB, b) = await Group.SitAsync("b");
        await Group.SendMessageAsync(a, "m1", "before").Value();
        var before = await Group.SnapshotAsync().Value();

        await Silo.RestartAsync();

        var after = await Group.SnapshotAsync().Value();
        Assert.Equal([a, b], after.Members.Select(m => m.Terminal));
        Assert.All(after.Members, m => Assert.Equal(PresenceState.Reconnecting, m.Presence));
        Assert.True(after.Epoch > before.Epoch);
        Assert.True(after.Sequence > before.Sequence);

        Silo.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await Group.EnterAsync(Scene.Entry(claimsA, "a")).Value()).Resumed);
        Assert.True((await Group.EnterAsync(Scene.Entry(claimsB, "b")).Value()).Resumed);
        await Group.OfferAsync(a, Scene.Offer).Value();
        Assert.Single(await Silo.Store.MessagesAsync(Scene.Id, before: null, limit: 10_000));
    }

    [Fact]
    public async Task Restart_TerminalThatStaysAway_LosesItsSeat()
    {
        await RequestAsync();
        await Group.SitAsync("a");

        await Silo.RestartAsync();
        var observer = await ListenAsync();
        Silo.Clock.Advance(TimeSpan.FromSeconds(30));

        await observer.HearAsync<MemberLeft>();
        Assert.Empty((await Group.SnapshotAsync().Value()).Members);
        Assert.Equal(LeaveReason.TimedOut, Assert.Single(await Silo.Store.ParticipantsAsync(Scene.Id)).LeftReason);
    }

    [Fact]
    public async Task Observer_ThatThrowsOrBlocks_HarmsNobody()
    {
        await RequestAsync();
        using var blocking = new BlockingObserver();
        await Group.SubscribeAsync(new ThrowingObserver()).Value();
        await Group.SubscribeAsync(blocking).Value();
        var observer = await ListenAsync();

        await Group.SitAsync("a");
        await Group.SitAsync("b");

        await observer.HearCountAsync(2);
        await Group.UnsubscribeAsync(observer);
        await Group.SitAsync("c");
        Assert.Equal(2, observer.Events.Length);
    }

    [Fact]
    public async Task ManyCalls_AtOnce_NeverOverlap()
    {
        const int Calls = 200;
        await RequestAsync();
        var observer = await ListenAsync();
        var terminals = new List<TerminalId>();
        for (var i = 0; i < 4; i++)
        {
            terminals.Add((await Group.SitAsync($"p{i}")).Terminal);
        }

        var start = (await Group.SnapshotAsync().Value()).Sequence;
        var messages = await Task.WhenAll(Enumerable.Range(0, Calls)
            .Select(i => Task.Run(() => Silo.Groups.Get(Scene.Id).SendMessageAsync(terminals[i % 4], $"m{i}", $"text {i}").Value())));

        Assert.Equal(Enumerable.Range(1, Calls).Select(i => start + i), messages.Select(m => m.Sequence).Order());
        Assert.Equal(start + Calls, (await Group.SnapshotAsync().Value()).Sequence);
        Assert.Equal(Calls, (await Silo.Store.MessagesAsync(Scene.Id, before: null, limit: 10_000)).Length);
        await observer.HearCountAsync(4 + Calls);
        Assert.Equal(Enumerable.Range(1, 4 + Calls).Select(i => (long)i), observer.Events.Select(e => e.Sequence));
    }

    [Fact]
    public async Task ManyTerminals_AtOnce_NeverExceedTheCapacity()
    {
        await RequestAsync(capacity: 3);
        var claims = new List<TokenClaims>();
        for (var i = 0; i < 20; i++)
        {
            claims.Add(await Group.IssueTokenAsync(Scene.Order($"p{i}", singleUse: true)).Value());
        }

        var entered = await Task.WhenAll(claims.Select(c => Task.Run(() => Group.EnterAsync(Scene.Entry(c, c.Id.Value)))));

        Assert.Equal(3, entered.Count(e => e.Succeeded));
        Assert.All(entered.Where(e => !e.Succeeded), e => Assert.Equal(RefusalCodes.GroupFull, e.Refusal?.Code));
    }

    private sealed class ThrowingObserver : IGroupObserver
    {
        public void OnEvent(GroupEvent groupEvent) => throw new InvalidOperationException("An observer's own fault.");

        public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => throw new InvalidOperationException();
    }

    private sealed class BlockingObserver : IGroupObserver, IDisposable
    {
        private readonly ManualResetEventSlim _open = new();

        public void OnEvent(GroupEvent groupEvent) => _open.Wait(TimeSpan.FromSeconds(30));

        public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => _open.Wait(TimeSpan.FromSeconds(30));

        public void Dispose() => _open.Set();
    }
}
