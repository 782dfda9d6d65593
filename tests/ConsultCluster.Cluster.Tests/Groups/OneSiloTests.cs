using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>Memory, a store that fails, start-up.</summary>
public sealed class OneSiloTests : IAsyncLifetime
{
    private SiloFixture _fixture = null!;

    private IConsultationGroup Group => _fixture.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        _fixture = await SiloFixture.StartAsync();
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Enter_StoreUnavailable_AcknowledgesNothingAndChangesNothing()
    {
        var claims = await Group.IssueTokenAsync(Scene.Order("a")).Value();
        var observer = new RecordingObserver();
        var before = await Group.SubscribeAsync(observer).Value();
        _fixture.Faults.Broken = true;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Group.EnterAsync(Scene.Entry(claims, "a")));

        Assert.Equal(before.Sequence, (await Group.SnapshotAsync().Value()).Sequence);
        Assert.Empty((await Group.SnapshotAsync().Value()).Members);
        Assert.Empty(observer.Events);
        _fixture.Faults.Broken = false;
        await Group.EnterAsync(Scene.Entry(claims, "a")).Value();
    }

    [Fact]
    public async Task Detach_StoreUnavailable_HappensWhenTheStoreIsBack()
    {
        var (_, a) = await Group.SitAsync("a");
        var observer = new RecordingObserver();
        await Group.SubscribeAsync(observer).Value();
        _fixture.Faults.Broken = true;

        await Group.DetachAsync(a);
        Assert.Equal(PresenceState.Entered, (await Group.SnapshotAsync().Value()).Members[0].Presence);

        _fixture.Faults.Broken = false;
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(a, (await observer.HearAsync<MemberReconnecting>()).Terminal);
    }

    [Fact]
    public async Task Detach_StoreUnavailable_IsDoneBeforeTheTerminalComesBack()
    {
        var (claims, a) = await Group.SitAsync("a");
        _fixture.Faults.Broken = true;
        await Group.DetachAsync(a);
        _fixture.Faults.Broken = false;

        await Group.EnterAsync(Scene.Entry(claims, "a")).Value();
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(PresenceState.Entered, Assert.Single((await Group.SnapshotAsync().Value()).Members).Presence);
    }

    [Fact]
    public async Task Restart_WhileRelaysLive_TakesUpMediaAndStandby()
    {
        var (_, a) = await Group.SitAsync("a");
        var media = (await Group.OfferAsync(a, Scene.Offer).Value()).Relay;
        var standby = (await Group.OfferStandbyAsync(a, Scene.Offer).Value()).Relay == _fixture.RelayA.Id ? _fixture.RelayA : _fixture.RelayB;
        Assert.NotEqual(media, standby.Id);

        await _fixture.RestartSiloAsync();
        await Eventually.HoldsAsync(async () => (await Group.UseStandbyAsync(a, null)).Succeeded);

        await standby.OrderedAsync($"activate {Scene.Id} {a}");
        Assert.False(standby.Session(Scene.Id, a)!.IsStandby);
    }

    [Fact]
    public async Task Idle_WithoutMembers_LeavesMemoryAndComesBack()
    {
        Assert.Equal(1, await _fixture.InMemoryAsync());

        await AdvanceUntilAsync(async () => await _fixture.InMemoryAsync() == 0, TimeSpan.FromMinutes(5));

        Assert.Equal(0, await _fixture.InMemoryAsync());
        await Group.SitAsync("a");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(10));
        await Group.SnapshotAsync().Value();
        Assert.Equal(1, await _fixture.InMemoryAsync());
    }

    [Fact]
    public async Task LookAsync_GroupsInMemory_TellsTheLargestAndCountsAll()
    {
        foreach (var (name, seats) in new[] { ("small", 1), ("large", 3) })
        {
            var group = _fixture.Groups.Get(new GroupId(name));
            await group.RequestAsync(Scene.Request(name, name), Scene.Applicant).Value();
            for (var i = 0; i < seats; i++)
            {
                await group.SitAsync($"{name}{i}");
            }
        }

        var overview = await _fixture.Silo.Overview.LookAsync(2);

        Assert.Equal(3, overview.Total);
        Assert.Equal([("large", 3, 0), ("small", 1, 0)], overview.Largest.Select(group => (group.Group.Value, group.Members, group.Connected)));
    }

    [Fact]
    public async Task Unknown_Groups_LeaveNothingInMemory()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(RefusalCodes.GroupUnknown, await _fixture.Groups.Get(new GroupId($"nobody{i}")).SnapshotAsync().Refusal());
        }

        await Eventually.HoldsAsync(async () => await _fixture.InMemoryAsync() == 1);
        Assert.Equal(1, await _fixture.InMemoryAsync());
    }

    [Fact]
    public async Task Save_ManyGroupsAtOnce_NeverOverlapsWithinOneGroup()
    {
        var (_, a) = await Group.SitAsync("a");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Group.SendMessageAsync(a, $"m{i}", "x").Value())));

        Assert.Equal(0, _fixture.Faults.Overlaps);
    }

    [Fact]
    public async Task Offer_ManyGroupsAtOnce_SpreadOverTheRelaysAndStayThere()
    {
        const int Count = 40;
        var groups = new List<(IConsultationGroup Group, TerminalId One, TerminalId Two)>();
        for (var i = 0; i < Count; i++)
        {
            var group = _fixture.Groups.Get(new GroupId($"burst{i}"));
            await group.RequestAsync(Scene.Request($"burst{i}", $"burst{i}"), Scene.Applicant).Value();
            groups.Add((group, (await group.SitAsync($"one{i}")).Terminal, (await group.SitAsync($"two{i}")).Terminal));
        }

        var first = await Task.WhenAll(groups.Select(g => Task.Run(() => g.Group.OfferAsync(g.One, Scene.Offer).Value())));
        _fixture.RelayA.Share = 0.05;
        _fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await Task.WhenAll(groups.Select(g => Task.Run(() => g.Group.OfferAsync(g.Two, Scene.Offer).Value())));

        Assert.InRange(first.Count(answer => answer.Relay == _fixture.RelayA.Id), Count / 4, Count * 3 / 4);
        Assert.Equal(first.Select(answer => answer.Relay), second.Select(answer => answer.Relay));
    }

    /// <summary>The timer's turn runs on the thread pool, behind the clock.</summary>
    private async Task AdvanceUntilAsync(Func<Task<bool>> holds, TimeSpan by)
    {
        _fixture.Clock.Advance(by);
        await Eventually.HoldsAsync(holds);
    }
}
