using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>Nodes that are killed, put to sleep and stopped: real processes.</summary>
public sealed class NodeProcessTests
{
    private static GroupId Group => NodeTerminals.Group;

    [Fact]
    public async Task Kill_OfANode_DirectorySaysSoWithinASecond()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await NodeProcess.StartAsync(cluster, "edge");
        var relay = cluster.Relay("edge-1");
        await cluster.StateAsync("edge-1", RelayState.Active);
        Assert.DoesNotContain(NodeCluster.Key, node.Output, StringComparison.Ordinal);

        await node.SignalAsync("KILL");
        var killed = TimeProvider.System.GetTimestamp();
        await cluster.StateAsync("edge-1", RelayState.Silent);
        var told = cluster.Changes.First(c => c.Change.After?.State == RelayState.Silent).At;

        Assert.InRange(TimeProvider.System.GetElapsedTime(killed, told), TimeSpan.FromSeconds(-1), TimeLimit.Of(TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(cluster.Relays.All, r => r.Id.Value == "edge-1");
        Assert.Equal(RefusalCodes.RelayUnavailable, (await relay.CloseGroupAsync(Group, 1)).Refusal?.Code);
        await cluster.StateAsync("edge-1", null);
    }

    [Fact]
    public async Task Sleep_OfANode_OrdersThatWereGivenUpAreRefusedWhenItWakes()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await NodeProcess.StartAsync(cluster, "edge");
        var relay = cluster.Relay("edge-1");
        using var peer = new ConsultCluster.Relay.Tests.Udp.UdpTerminal();
        var offer = peer.Peer.CreateOffer();
        await node.SignalAsync("STOP");

        // Given before the silence is noticed it waits in the node's socket; otherwise there is no link any more. It must not matter.
        var given = relay.OpenSessionAsync(NodeTerminals.Order("t-1", offer, []));
        Assert.Equal(RefusalCodes.RelayUnavailable, (await given.InTimeAsync()).Refusal?.Code);
        await cluster.StateAsync("edge-1", null);
        await node.SignalAsync("CONT");
        await cluster.StateAsync("edge-1", RelayState.Active);

        Assert.Empty(await HeldAsync(cluster));
    }

    [Fact]
    public async Task Terminate_NodeWithASession_WaitsForItAndSaysGoodbye()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await NodeProcess.StartAsync(cluster, "edge");
        var relay = cluster.Relay("edge-1");
        using var terminals = new NodeTerminals(relay);
        await terminals.JoinAsync("t-1");

        await node.SignalAsync("TERM");
        await cluster.StateAsync("edge-1", RelayState.Draining);
        Assert.DoesNotContain(cluster.Relays.All, r => r.Id.Value == "edge-1");
        Assert.Single(await HeldAsync(cluster));
        await relay.CloseSessionAsync(Group, 1, new TerminalId("t-1"));

        Assert.Equal(0, await node.ExitAsync());
        await cluster.StateAsync("edge-1", null);
        Assert.Contains(cluster.Log.Lines, line => line.Contains("Node edge left: it ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Terminate_DrainTooShort_GoesAllTheSameAndSessionsAreGone()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await NodeProcess.StartAsync(cluster, "edge", "--drain", "0");
        var relay = cluster.Relay("edge-1");
        var log = new ReportLog();
        relay.Observe(Group, log);
        using var terminals = new NodeTerminals(relay);
        await terminals.JoinAsync("t-1");

        // With a link over which it says goodbye: a busy machine may just have cut it.
        await cluster.StateAsync("edge-1", RelayState.Active);
        await node.SignalAsync("TERM");

        Assert.Equal(0, await node.ExitAsync());
        await Eventually.HoldsAsync(() => log.Gone.ContainsKey("t-1"), "the session is told as gone");
    }

    [Fact]
    public async Task Drain_OrderedByTheControlProcess_IsReportedAndCanBeCalledBack()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await cluster.StartNodeAsync("edge");
        var relay = cluster.Relay("edge-1");
        using var terminals = new NodeTerminals(relay);
        await terminals.JoinAsync("t-1");

        Assert.True(cluster.Registry.TryDrain("edge", isOn: true));
        await cluster.StateAsync("edge-1", RelayState.Draining);
        Assert.False(cluster.Registry.Nodes.Single().IsEmpty);
        await relay.CloseSessionAsync(Group, 1, new TerminalId("t-1"));
        await Eventually.HoldsAsync(() => cluster.Registry.Nodes.Single().IsEmpty, "empty");

        Assert.True(cluster.Registry.TryDrain("edge", isOn: false));
        await cluster.StateAsync("edge-1", RelayState.Active);
        Assert.False(cluster.Registry.TryDrain("nobody", isOn: true));
    }

    [Fact]
    public async Task Start_WrongKeyInTheProcess_EndsWithTheReason()
    {
        await using var cluster = await NodeCluster.StartAsync();

        var ended = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            NodeProcess.StartAsync(cluster, "edge", "--key", "a-key-of-some-other-cluster"));

        Assert.Contains(NodeRefusals.WrongKey, ended.Message, StringComparison.Ordinal);
    }

    /// <summary>What the node says it holds. A question that a busy machine takes too long to carry is refused; it is repeated.</summary>
    private static async Task<IReadOnlyList<HeldSession>> HeldAsync(NodeCluster cluster)
    {
        IReadOnlyList<HeldSession>? held = null;
        await Eventually.HoldsAsync(
            async () => (held = (await cluster.Relay("edge-1").ListSessionsAsync(group: null)).Value) is not null, "the node says what it holds");
        return held!;
    }
}
