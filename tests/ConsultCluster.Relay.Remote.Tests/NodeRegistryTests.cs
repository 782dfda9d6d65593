using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Remote.Tests;

/// <summary>Silent nodes and nodes that have left, on a fake clock.</summary>
public sealed class NodeRegistryTests : IAsyncLifetime
{
    private static readonly TimeSpan Tick = NodeTimings.HeartbeatInterval;

    private readonly SleepingClock _clock = new();
    private readonly RelayDirectory _directory = new([], new RelayHome("control", "machine-1", string.Empty));
    private readonly NodeMetrics _metrics = new();
    private NodeRegistry _registry = null!;
    private LinkPair _links = null!;

    private RelayState? State => _directory.Entries.SingleOrDefault()?.State;

    public async Task InitializeAsync()
    {
        _registry = new NodeRegistry(_directory, _metrics, _clock, NullLogger<NodeRegistry>.Instance);
        _links = await LinkPair.CreateAsync(_clock);
    }

    public async Task DisposeAsync()
    {
        _registry.Dispose();
        await _links.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public void Watch_BeatsMissing_SilentAfter400Milliseconds()
    {
        Join("instance-1");

        Advance(4 * Tick);
        Assert.Equal(RelayState.Active, State);
        Advance(Tick);
        Assert.Equal(RelayState.Silent, State);
    }

    [Fact]
    public async Task Watch_BeatsCome_StaysActive()
    {
        Join("instance-1");
        for (var i = 1; i < 50; i++)
        {
            _links.Node.TrySend(new Heartbeat(i));
            Assert.IsType<Heartbeat>((await _links.Control.ReadAsync().InTimeAsync()).Message);
            Advance(3 * Tick);
            Assert.Equal(RelayState.Active, State);
        }
    }

    [Fact]
    public void Watch_LinkLost_SilentAfter150MillisecondsThenLeft()
    {
        var node = Join("instance-1");
        _registry.Lost(node, _links.Control);
        Assert.Equal(RelayState.Active, State);

        Advance(Tick);
        Assert.Equal(RelayState.Active, State);
        _clock.Advance(Tick / 2);
        Assert.Equal(RelayState.Silent, State);
        _clock.Advance(Tick / 2);
        Advance(NodeTimings.UnlistAfter - (2 * Tick));
        Assert.Equal(RelayState.Silent, State);
        Advance(Tick);
        Assert.Null(State);
        Assert.Empty(_registry.Nodes);
        Assert.NotNull(_registry.Find("edge"));
    }

    [Fact]
    public void Watch_ThisProcessSlept_NobodyIsBlamed()
    {
        Join("instance-1");
        _clock.Sleep(TimeSpan.FromSeconds(5));
        Advance(Tick);
        Assert.Equal(RelayState.Active, State);

        Advance(2 * Tick);
        Assert.Equal(RelayState.Active, State);
        Advance(Tick);
        Assert.Equal(RelayState.Silent, State);
    }

    [Fact]
    public void Watch_ThisProcessIsAlwaysLate_DeadNodesStillLeave()
    {
        _registry.Lost(Join("instance-1"), _links.Control);
        for (var passed = TimeSpan.Zero; passed < 2 * NodeTimings.UnlistAfter; passed += 3 * Tick)
        {
            _clock.Sleep(2 * Tick);
            _clock.Advance(Tick);
        }

        Assert.Null(State);
    }

    [Fact]
    public void Join_OtherProcessOfALivingName_IsRefusedUntilTheOldOneIsSilent()
    {
        Join("instance-1");
        Assert.Equal(NodeRefusals.NameTaken, TryJoin("instance-2", out _)?.Code);

        Advance(5 * Tick);

        Assert.Null(TryJoin("instance-2", out _));
        Assert.Equal(RelayState.Active, State);
    }

    [Fact]
    public void Join_AfterItLeft_IsListedAgainWithTheSameRelay()
    {
        var node = Join("instance-1");
        var relay = _directory.Find(new RelayId("edge-1"));
        _registry.Lost(node, _links.Control);
        Advance(NodeTimings.UnlistAfter + (2 * Tick));
        Assert.Null(State);

        Join("instance-1");

        Assert.Same(relay, _directory.Find(new RelayId("edge-1")));
    }

    private JoinedNode Join(string instance)
    {
        Assert.Null(TryJoin(instance, out var node));
        return node!;
    }

    private Refused? TryJoin(string instance, out JoinedNode? node) => _registry.Join(
        new Announce("edge", instance, "machine-2", "north", false, [new AnnouncedRelay("edge-1", [], new RelayStatus("edge-1", 0, 0, 0, 0, 0, [], new ProbeTicketDto("probe", "password")))]),
        [],
        ProvenPeer.Server,
        _links.Control,
        out node);

    /// <summary>In steps, as time passes for a running process.</summary>
    private void Advance(TimeSpan by)
    {
        for (var passed = TimeSpan.Zero; passed < by; passed += Tick)
        {
            _clock.Advance(Tick);
        }
    }
}
