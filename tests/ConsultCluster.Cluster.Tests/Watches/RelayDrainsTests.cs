using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Watches;

public sealed class RelayDrainsTests : IAsyncLifetime
{
    private const int Groups = 20;

    private static readonly TimeSpan _turn = TimeSpan.FromSeconds(2);

    private readonly RecordingObserver[] _observers = [.. Enumerable.Range(0, Groups).Select(_ => new RecordingObserver())];
    private SiloFixture _fixture = null!;

    /// <summary>Groups of one terminal each, all of them on the first relay.</summary>
    public async Task InitializeAsync()
    {
        _fixture = await SiloFixture.StartAsync();
        _fixture.RelayB.Share = 0.5;
        _fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        for (var n = 0; n < Groups; n++)
        {
            var group = _fixture.Groups.Get(new GroupId($"g{n}"));
            await group.RequestAsync(Scene.Request($"g{n}", $"r{n}"), Scene.Applicant).Value();
            await group.SubscribeAsync(_observers[n]).Value();
            var (_, terminal) = await group.SitAsync($"person{n}");
            Assert.Equal(_fixture.RelayA.Id, (await group.OfferAsync(terminal, Scene.Offer).Value()).Relay);
            await group.OfferStandbyAsync(terminal, Scene.Offer).Value();
        }
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Drain_ManyGroups_LeaveInTenTurns()
    {
        _fixture.Relays.SetState(_fixture.RelayA, RelayState.Draining);

        for (var turn = 1; turn <= 10; turn++)
        {
            Assert.Equal(turn * Groups / 10, await MovedAsync());
            _fixture.Clock.Advance(_turn);
        }
    }

    [Fact]
    public async Task Drain_CalledBack_LeavesTheOthersWhereTheyAre()
    {
        _fixture.Relays.SetState(_fixture.RelayA, RelayState.Draining);
        _fixture.Relays.SetState(_fixture.RelayA, RelayState.Active);

        _fixture.Clock.Advance(_turn);

        Assert.Equal(Groups / 10, await MovedAsync());
    }

    [Fact]
    public async Task Drain_RelayDiesMeanwhile_AllLeaveAtOnce()
    {
        _fixture.Relays.SetState(_fixture.RelayA, RelayState.Draining);

        _fixture.Relays.SetState(_fixture.RelayA, RelayState.Silent);

        Assert.Equal(Groups, await MovedAsync());
    }

    /// <summary>Groups whose terminal has moved; a look at each is a turn after those that moved it, and the feeds come behind.</summary>
    private async Task<int> MovedAsync()
    {
        var moved = 0;
        for (var n = 0; n < Groups; n++)
        {
            var member = (await _fixture.Groups.Get(new GroupId($"g{n}")).SnapshotAsync().Value()).Members.Single();
            if (_fixture.RelayB.Orders.Contains($"activate g{n} {member.Terminal}"))
            {
                moved++;
                Assert.Equal(_fixture.RelayB.Id, (await _observers[n].HearAsync<MemberMoved>()).Relay);
            }
        }

        return moved;
    }
}
