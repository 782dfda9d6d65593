using System.Collections.Immutable;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Server.Api.Cluster;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>What administrators are shown, from relays and groups that the test made up.</summary>
public sealed class ClusterViewTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly NodeMetrics _metrics = new();
    private readonly RelayDirectory _own = new([], new RelayHome("node-of-a", "machine-1", string.Empty));
    private readonly MadeUpGroups _groups = new();
    private readonly SqliteDatabase _database = new(new SqliteOptions { Path = "never-opened.db" });
    private readonly NodeRegistry _registry;
    private readonly ClusterDrains _drains;

    public ClusterViewTests()
    {
        _registry = new NodeRegistry(_own, _metrics, _clock, NullLogger<NodeRegistry>.Instance);
        _drains = new ClusterDrains(_own, _own, _registry, new SqliteAuditStore(_database), _clock);
    }

    public void Dispose()
    {
        _drains.Dispose();
        _database.Dispose();
        _registry.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task ReadAsync_ManyWatchers_ShareAReadingOfHalfASecond()
    {
        var view = View(new FakeRelay("a"));
        var first = await view.ReadAsync();

        _clock.Advance(TimeSpan.FromMilliseconds(499));
        for (var i = 0; i < 100; i++)
        {
            Assert.Same(first, await view.ReadAsync());
        }

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(_clock.GetUtcNow(), (await view.ReadAsync()).At);
        Assert.Equal(2, _groups.Looks);
        view.Forget();
        await view.ReadAsync();
        Assert.Equal(3, _groups.Looks);
    }

    [Fact]
    public async Task ReadAsync_AfterAReadingThatFailed_ReadsAnew()
    {
        var view = View(new FakeRelay("a"));
        _groups.IsBroken = true;
        await Assert.ThrowsAsync<InvalidOperationException>(view.ReadAsync);
        _groups.IsBroken = false;

        Assert.Single((await view.ReadAsync()).Nodes);
    }

    [Fact]
    public async Task ReadAsync_Relays_AreShownWithLoadStateAndHome()
    {
        var busy = new FakeRelay("a") { Share = 0.25, ExtraSessions = 7 };
        var silent = new FakeRelay("b");
        var relays = new FakeRelays(busy, silent);
        relays.SetState(silent, RelayState.Silent);

        var cluster = await View(relays).ReadAsync();

        Assert.Equal([("node-of-a", "active", true), ("node-of-b", "silent", false)], cluster.Nodes.Select(node => (node.Node, node.State, node.IsSelf)));
        Assert.Equal(new ClusterTotals(2, 1, 2, 1, 7, 50_000, 0.25, 0, 3), cluster.Totals);
        var relay = Assert.Single(cluster.Nodes[0].Relays);
        Assert.Equal(("a", "active", 7, 50_000d, 200_000d, 0.25), (relay.RelayId, relay.State, relay.Sessions, relay.PacketsPerSecond, relay.Capacity, relay.Load));
        Assert.Equal(["127.0.0.1:7000"], relay.Addresses);
        var group = Assert.Single(cluster.Groups);
        Assert.Equal(("g-1", "active", 3, 2), (group.GroupId, group.State, group.Members, group.Connected));
        Assert.Equal(["a", "b"], group.Relays);
    }

    [Fact]
    public async Task ReadAsync_OwnNodeDrains_IsEmptyOnceItHoldsNoSession()
    {
        var own = new FakeRelay("a") { ExtraSessions = 1 };
        var relays = new FakeRelays(own, new FakeRelay("b"));
        relays.SetState(own, RelayState.Draining);
        var view = View(relays);
        Assert.False((await view.ReadAsync()).Nodes[0].IsEmpty);

        own.ExtraSessions = 0;
        view.Forget();

        Assert.True((await view.ReadAsync()).Nodes[0].IsEmpty);
    }

    [Fact]
    public async Task ReadAsync_MoreThanFits_CountsAllAndKeepsThoseInTrouble()
    {
        var many = Enumerable.Range(0, ClusterView.MaxRelays + 100).Select(i => new FakeRelay($"relay-{i:0000}")).ToArray();
        var relays = new FakeRelays(many);
        relays.SetState(many[^1], RelayState.Silent);

        var cluster = await View(relays).ReadAsync();

        Assert.Equal(ClusterView.MaxRelays, cluster.Nodes.Length);
        Assert.Equal((many.Length, many.Length - 1), (cluster.Totals.Nodes, cluster.Totals.ActiveNodes));
        Assert.Contains(cluster.Nodes, node => node.State == "silent");
        Assert.Equal(cluster.Nodes.Select(node => node.Node).Order(StringComparer.Ordinal), cluster.Nodes.Select(node => node.Node));
    }

    [Fact]
    public async Task ReadAsync_LinkThatBothReport_IsOneRowWithEachReceiversLoss()
    {
        var a = new FakeRelay("a") { MoreLinks = [Report("b", LinkState.Up, 20.004, 1.25, 9, 100, 300)] };
        var b = new FakeRelay("b") { MoreLinks = [Report("a", LinkState.Silent, 21, 2.5, 9, 290, 110)] };

        var cluster = await View(a, b).ReadAsync();

        Assert.Equal(new ClusterLink("a", "b", "silent", 20, 1.25, 2.5, 100, 300), Assert.Single(cluster.Links));
        Assert.Equal(1, cluster.Totals.Links);
    }

    [Fact]
    public async Task ReadAsync_LinkThatOneReports_TakesItsWordForBothWays()
    {
        var b = new FakeRelay("b") { MoreLinks = [Report("a", LinkState.Up, 12, 0.5, 4, 290, 110)] };
        var c = new FakeRelay("c") { MoreLinks = [Report("b", LinkState.Connecting, null, 0, null, 0, 6)] };

        var cluster = await View(b, c).ReadAsync();

        Assert.Equal(
            [
                new ClusterLink("a", "b", "up", 12, 4, 0.5, 110, 290),
                new ClusterLink("b", "c", "connecting", null, null, null, 6, 0),
            ],
            cluster.Links);
    }

    [Fact]
    public async Task ReadAsync_ClocksOfSilos_AreShownByNameWithThisProcessesOwn()
    {
        var silos = new MadeUpClocks(new ServerClock("silo-b", TimeSpan.FromSeconds(-1.5004), true), new ServerClock("node-of-a", TimeSpan.FromMilliseconds(7), false));
        var desk = new ClusterAdmin(new FakeRelays(new FakeRelay("a")), _own, _registry, _drains, _groups, silos);

        // The silos' word of this process is as old as their answer.
        var seen = await View(desk, new MadeUpCheck(TimeSpan.FromMilliseconds(12))).ReadAsync();
        var gateway = await View(desk, new MadeUpCheck(TimeSpan.FromSeconds(4), isOff: true)).ReadAsync();
        var early = await View(desk, new MadeUpCheck(null)).ReadAsync();

        Assert.Equal([new ClusterClock("node-of-a", 12, false), new ClusterClock("silo-b", -1500, true)], seen.Clocks);
        Assert.Equal([new ClusterClock("node-of-a", 4000, true), new ClusterClock("silo-b", -1500, true)], gateway.Clocks);
        Assert.Equal([new ClusterClock("node-of-a", 7, false), new ClusterClock("silo-b", -1500, true)], early.Clocks);
        Assert.Empty((await View(new FakeRelay("a")).ReadAsync()).Clocks);
    }

    private ClusterView View(params FakeRelay[] relays) => View(new FakeRelays(relays));

    private ClusterView View(FakeRelays relays) => View(new ClusterAdmin(relays, _own, _registry, _drains, _groups), check: null);

    private ClusterView View(ClusterAdmin desk, IClockCheck? check) =>
        new(desk, _own, new NodeKeySource(NodeKey.Parse(NodeKey.Create())!, null), Options.Create(new ServerOptions()), _clock, check);

    private static LinkReport Report(string peer, LinkState state, double? roundTrip, double lossIn, double? lossOut, long packetsIn, long packetsOut) =>
        new(new RelayId(peer), state, 1, roundTrip, lossIn, lossOut, packetsIn, packetsOut);

    private sealed class MadeUpClocks(params ServerClock[] clocks) : IClusterClocks
    {
        public Task<ImmutableArray<ServerClock>> ReadAsync() => Task.FromResult<ImmutableArray<ServerClock>>([.. clocks]);
    }

    private sealed class MadeUpCheck(TimeSpan? ahead, bool isOff = false) : IClockCheck
    {
        public TimeSpan? Ahead => ahead;

        public bool IsOff => isOff;
    }

    private sealed class MadeUpGroups : IGroupOverview
    {
        public int Looks { get; private set; }

        public bool IsBroken { get; set; }

        public Task<GroupOverview> LookAsync(int most)
        {
            Looks++;
            return IsBroken
                ? Task.FromException<GroupOverview>(new InvalidOperationException("broken"))
                : Task.FromResult(new GroupOverview(3, [new GroupFigures(new GroupId("g-1"), GroupState.Active, 3, 2, [new RelayId("a"), new RelayId("b")])]));
        }
    }
}
