using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>Stores and relays that hang, answer late or lose an answer: the record waits, the media does not, and nobody is put out.</summary>
public sealed class GroupFaultTests : IAsyncLifetime
{
    private readonly RecordingObserver _observer = new();
    private SiloFixture _silo = null!;

    private IConsultationGroup Group => _silo.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        _silo = await SiloFixture.StartAsync();
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        await Group.SubscribeAsync(_observer).Value();
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Save_AnswerLost_SameRequestFindsOutAndNobodyIsPutOut()
    {
        var (_, a) = await Group.SitAsync("a");
        _silo.Faults.LosesAnswers = 1;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Group.SendMessageAsync(a, "m1", "hello"));
        await Group.SendMessageAsync(a, "m1", "hello").Value();
        await Group.SendMessageAsync(a, "m2", "again").Value();
        await _observer.HearAsync<MessageSent>(sent => sent.Message.Id == "m2");

        Assert.Equal(["m1", "m2"], (await _silo.Store.MessagesAsync(Scene.Id, before: null, limit: 10_000)).Select(message => message.Id));
        Assert.Equal(["m1", "m2"], _observer.Events.OfType<MessageSent>().Select(sent => sent.Message.Id));
        Assert.DoesNotContain(_observer.Events, told => told is MemberReconnecting);
        Assert.Equal(PresenceState.Entered, Assert.Single((await Group.SnapshotAsync().Value()).Members).Presence);
    }

    [Fact]
    public async Task Save_AnswerLostOfWhatHappened_IsRecordedOnce()
    {
        var (_, a) = await Group.SitAsync("a");
        _silo.Faults.LosesAnswers = 1;

        await Group.DetachAsync(a);
        await Group.IssueTokenAsync(Scene.Order("b")).Value();
        await _observer.HearAsync<MemberReconnecting>();

        Assert.Single((await _silo.Audit.ReadAsync(Scene.Id)), entry => entry.Entry.Action == "member.reconnecting");
    }

    [Fact]
    public async Task Save_AnswerLost_MediaThatChangedMeanwhileStillCounts()
    {
        var (a, relay) = await _silo.PlacedAsync(Group, "a");
        var (b, other) = await _silo.PlacedAsync(Group, "b");
        _silo.Faults.LosesAnswers = 1;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Group.SendMessageAsync(a, "m1", "hello"));

        relay.ReportMedia(Scene.Id, a, true, true);
        other.ReportMedia(Scene.Id, b, true, true);

        await _observer.HearAsync<GroupConnected>(connected => connected.Terminals.Length == 2);
    }

    [Fact]
    public async Task Save_Hangs_MediaMovesAndOffersAreAnswered()
    {
        var (a, relay) = await _silo.StandingByAsync(Group, "a");
        var (b, _) = await _silo.PlacedAsync(Group, "b");
        var writes = new TaskCompletionSource();
        _silo.Faults.Writes = writes.Task;
        var sending = Group.SendMessageAsync(a, "m1", "hello");

        _silo.Relays.SetState(relay, RelayState.Silent);

        Assert.Equal(a, (await _observer.HearAsync<MemberMoved>()).Terminal);
        await Group.OfferAsync(b, Scene.Offer).Value();
        await Group.UseStandbyAsync(a, _silo.Other(relay).Id).Done();
        await Group.SnapshotAsync().Value();
        Assert.False(sending.IsCompleted);

        writes.SetResult();
        await sending.Value();

        // What is pending is saved before any further command.
        await Group.IssueTokenAsync(Scene.Order("c")).Value();
        Assert.Contains(await AuditAsync("member.moved"), entry => entry.Contains(a.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offer_RelayHangs_DelaysNobodyElse()
    {
        var (a, relay) = await _silo.StandingByAsync(Group, "a");
        var (_, b) = await Group.SitAsync("b");
        var answers = new TaskCompletionSource();
        (relay.AnswersOffers, _silo.Other(relay).AnswersOffers) = (answers.Task, answers.Task);
        var offering = Group.OfferAsync(b, Scene.Offer);

        _silo.Relays.SetState(relay, RelayState.Silent);

        Assert.Equal(a, (await _observer.HearAsync<MemberMoved>()).Terminal);
        await Group.SendMessageAsync(a, "m1", "hello").Value();
        Assert.False(offering.IsCompleted);

        answers.SetResult();
        await offering.Value();
    }

    [Fact]
    public async Task Offer_AnsweredAfterItsTime_EndsTheSessionThatNobodyKnowsOf()
    {
        var (_, a) = await Group.SitAsync("a");
        var answers = new TaskCompletionSource();
        (_silo.RelayA.AnswersOffers, _silo.RelayB.AnswersOffers) = (answers.Task, answers.Task);
        var offering = Group.OfferAsync(a, Scene.Offer);
        var asked = await Task.WhenAny(_silo.RelayA.OrderedAsync($"open {Scene.Id} {a}"), _silo.RelayB.OrderedAsync($"open {Scene.Id} {a}"));
        await asked;

        await _silo.Clock.PassUntilAsync(offering, TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCodes.RelayUnavailable, (await offering).Refusal?.Code);
        answers.SetResult();

        await await Task.WhenAny(_silo.RelayA.OrderedAsync($"close {Scene.Id} {a}"), _silo.RelayB.OrderedAsync($"close {Scene.Id} {a}"));
        Assert.Empty(_silo.RelayA.Sessions(Scene.Id).Concat(_silo.RelayB.Sessions(Scene.Id)));
    }

    [Fact]
    public async Task Offer_TerminalLeavesMeanwhile_LeavesNoSession()
    {
        var (_, a) = await Group.SitAsync("a");
        var answers = new TaskCompletionSource();
        (_silo.RelayA.AnswersOffers, _silo.RelayB.AnswersOffers) = (answers.Task, answers.Task);
        var offering = Group.OfferAsync(a, Scene.Offer);
        await Group.LeaveAsync(a, LeaveReason.Left, Scene.Person("a")).Done();

        answers.SetResult();

        Assert.Equal(RefusalCodes.MemberUnknown, (await offering).Refusal?.Code);
        await Group.SnapshotAsync().Value();
        Assert.Empty(_silo.RelayA.Sessions(Scene.Id).Concat(_silo.RelayB.Sessions(Scene.Id)));
    }

    [Fact]
    public async Task Close_ReachesTheRelayAfterTheTerminalIsBack_LeavesItsNewSession()
    {
        var claims = await Group.IssueTokenAsync(Scene.Order("a")).Value();
        var a = (await Group.EnterAsync(Scene.Entry(claims, "a")).Value()).Terminal;
        _silo.Relays.SetState(_silo.RelayB, RelayState.Silent);
        await Group.OfferAsync(a, Scene.Offer).Value();
        var before = _silo.RelayA.Session(Scene.Id, a)!;
        await Group.OfferAsync(a, Scene.Offer).Value();
        Assert.Equal(before.Generation, _silo.RelayA.Session(Scene.Id, a)!.Generation);
        await Group.LeaveAsync(a, LeaveReason.Left, Scene.Person("a")).Done();
        await _silo.RelayA.OrderedAsync($"close {Scene.Id} {a}");

        await Group.EnterAsync(Scene.Entry(claims, "a")).Value();
        await Group.OfferAsync(a, Scene.Offer).Value();
        await _silo.RelayA.CloseSessionAsync(Scene.Id, before.Epoch, a, before.Generation);

        Assert.Contains(a, _silo.RelayA.Sessions(Scene.Id));
    }

    [Fact]
    public async Task Detach_ReadingTheGroupThrows_HappensWhenItCanBeRead()
    {
        var (_, a) = await Group.SitAsync("a");
        _silo.Faults.LosesAnswers = 1;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Group.SendMessageAsync(a, "m1", "hello"));

        // What became of the message has to be read before anything else is saved.
        _silo.Faults.LoadFails = new InvalidOperationException("The document is no JSON.");
        await Group.DetachAsync(a);
        Assert.Equal(PresenceState.Entered, Assert.Single((await Group.SnapshotAsync().Value()).Members).Presence);
        _silo.Faults.LoadFails = null;
        _silo.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(a, (await _observer.HearAsync<MemberReconnecting>()).Terminal);
    }

    [Fact]
    public async Task Save_SeveralAnswersLostAndOneArrivesLate_TheGroupIsReadAnewAndKeepsWhatIsRecorded()
    {
        var (_, a) = await Group.SitAsync("a");
        _observer.Present = [a];
        _silo.Faults.LosesWrites = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Group.SendMessageAsync(a, "m1", "first"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Group.SendMessageAsync(a, "m2", "second"));
        _silo.Faults.LosesWrites = false;
        await _silo.Faults.ArriveAsync(0);

        await Group.SendMessageAsync(a, "m3", "third").Value();

        Assert.Equal(["m1", "m3"], (await _silo.Store.MessagesAsync(Scene.Id, before: null, limit: 10_000)).Select(message => message.Id));
        Assert.DoesNotContain(_observer.Events.OfType<MessageSent>(), sent => sent.Message.Id == "m2");
    }

    private async Task<string[]> AuditAsync(string action) =>
        [.. (await _silo.Audit.ReadAsync(Scene.Id)).Where(entry => entry.Entry.Action == action).Select(entry => entry.Entry.Detail)];
}
