using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Events;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>Links that are cut, control processes that start anew, nodes that come back.</summary>
public sealed class LinkLossTests
{
    private static GroupId Group => NodeTerminals.Group;

    [Fact]
    public async Task Cut_LinkOfANode_CallsGoOnAndItResumes()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        var node = await cluster.StartNodeAsync("edge");
        var relay = cluster.Relay("edge-1");
        var log = new ReportLog();
        relay.Observe(Group, log);
        using var terminals = new NodeTerminals(relay);
        var one = await terminals.JoinAsync("t-1");
        await terminals.JoinAsync("t-2");
        terminals.Until(() => log.Media.GetValueOrDefault("t-1") == (true, true) && log.Media.GetValueOrDefault("t-2") == (true, true), "media both ways");

        cluster.CutLink("edge");
        log.Media.Clear();
        log.Slots.Clear();
        var received = one.Peer.VideoSlots.First().Received;

        await Eventually.HoldsAsync(() => log.Media.GetValueOrDefault("t-1") == (true, true), "what it holds is told again");
        Assert.NotEmpty(log.Slots["t-1"]);
        Assert.Same(relay, cluster.Relay("edge-1"));
        terminals.Until(() => one.Peer.VideoSlots.First().Received > received + 20, "pictures go on");
        Assert.True((await relay.CloseSessionAsync(Group, 1, new TerminalId("t-2"))).Succeeded);
        Assert.Empty(log.Gone);
        Assert.True(node.IsJoined);
        await cluster.StateAsync("edge-1", RelayState.Active);
        Assert.DoesNotContain(cluster.Changes, c => c.Change is { Before.Home.Node: "edge", After: null });
    }

    [Fact]
    public async Task Restart_OfTheControlProcess_NodesAreBackAboutASecondLaterWithWhatTheyHold()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await cluster.StartNodeAsync("edge");
        using var terminals = new NodeTerminals(cluster.Relay("edge-1"));
        var log = new ReportLog();
        cluster.Relay("edge-1").Observe(Group, log);
        await terminals.JoinAsync("t-1");
        await terminals.JoinAsync("t-2");
        terminals.Until(() => log.Media.GetValueOrDefault("t-1") == (true, true), "media");

        var restart = Task.Run(cluster.RestartControlAsync);
        terminals.Until(() => restart.IsCompleted, "the control process is back");
        await restart;
        var start = TimeProvider.System.GetTimestamp();
        terminals.Until(() => cluster.State("edge-1") == RelayState.Active, "the node is back");
        var back = TimeProvider.System.GetElapsedTime(start);

        // The longest wait between two attempts is 0.8 s; the rest is for a slow machine.
        Assert.InRange(back, TimeSpan.Zero, TimeLimit.Of(TimeSpan.FromSeconds(2)));
        var relay = cluster.Relay("edge-1");
        var held = await relay.ListSessionsAsync(group: null);
        Assert.Equal(["t-1", "t-2"], held.Value!.Select(s => s.Terminal.Value).Order());
        var anew = new ReportLog();
        relay.Observe(Group, anew);
        Assert.Equal((true, true), anew.Media["t-1"]);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.CloseGroupAsync(Group, 0)).Refusal?.Code);
        Assert.True((await relay.CloseGroupAsync(Group, 2)).Succeeded);
    }

    [Fact]
    public async Task Resume_SessionsLostMeanwhile_AreToldAsGone()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        var node = await RawNode.WelcomedAsync(cluster.Address);
        node.Announce("raw", "instance-1", Held("t-1"), Held("t-2"));
        await node.ReadAsync<Joined>();
        var relay = cluster.Relay("raw-1");
        var log = new ReportLog();
        relay.Observe(Group, log);
        Assert.Equal(["t-1", "t-2"], log.Media.Keys.Order());
        Assert.Equal(new Observe("raw-1", "g-1", true), await node.ReadAsync());
        await node.DisposeAsync();

        await using var again = await RawNode.WelcomedAsync(cluster.Address);
        again.Announce("raw", "instance-1", Held("t-2") with { Receives = true });
        await again.ReadAsync<Joined>();

        Assert.Equal(new Observe("raw-1", "g-1", true), await again.ReadAsync());
        await Eventually.HoldsAsync(() => log.Media["t-2"] == (true, true), "the new state");
        Assert.Equal("t-1", Assert.Single(log.Gone).Key);
    }

    [Fact]
    public async Task Join_NewProcessOfTheSameName_OldSessionsAreGone()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        var node = await RawNode.WelcomedAsync(cluster.Address);
        node.Announce("raw", "instance-1", Held("t-1"));
        await node.ReadAsync<Joined>();
        var log = new ReportLog();
        cluster.Relay("raw-1").Observe(Group, log);
        await node.DisposeAsync();
        await cluster.StateAsync("raw-1", RelayState.Silent);

        await using var young = await RawNode.WelcomedAsync(cluster.Address, instance: "instance-2");
        young.Announce("raw", "instance-2");
        await young.ReadAsync<Joined>();

        await Eventually.HoldsAsync(() => log.Gone.ContainsKey("t-1"), "the session is gone");
        await cluster.StateAsync("raw-1", RelayState.Active);
        Assert.Equal(
            ["joined", "Silent", "left", "joined"],
            cluster.Changes.Where(c => (c.Change.After ?? c.Change.Before)!.Home.Node == "raw")
                .Select(c => c.Change.Before is null ? "joined" : c.Change.After?.State.ToString() ?? "left"));
    }

    [Fact]
    public async Task Beats_Missing_NodeIsSilentAndHeardAgainAndCut()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw", heartbeats: false);

        await cluster.StateAsync("raw-1", RelayState.Silent);
        Assert.DoesNotContain(cluster.Relays.All, r => r.Id.Value == "raw-1");
        var heartbeats = 0;
        await Eventually.HoldsAsync(
            () =>
            {
                // Each counts for moments only: on a busy machine one may pass unseen.
                node.Send(new Heartbeat(++heartbeats));
                return cluster.State("raw-1") == RelayState.Active;
            },
            "the node is heard again");

        Assert.Equal(NodeRefusals.Silent, await node.RefusalAsync());
    }

    [Fact]
    public async Task Orders_AfterHeartbeats_NameTheNewestThatWasSeen()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw", heartbeats: false);
        var relay = cluster.Relay("raw-1");
        var log = new ReportLog();
        relay.Observe(Group, log);
        Assert.IsType<Observe>(await node.ReadAsync());
        node.Send(new Heartbeat(41));
        node.Send(new Heartbeat(42));
        node.Send(new EventMessage("raw-1", "g-1", "t-1", new MediaEvent(true, false)));
        await Eventually.HoldsAsync(() => log.Media.ContainsKey("t-1"), "the heartbeats were read");

        _ = relay.CloseGroupAsync(Group, 1);

        Assert.Equal(42, (await node.ReadAsync<OrderMessage>()).LastHeartbeat);
    }

    [Fact]
    public async Task Node_ControlProcessSendsSenselessThings_LinkIsClosedWithTheReasonAndJoinedAgain()
    {
        var joined = 0;
        var refusals = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var key = NodeKey.Parse(NodeCluster.Key)!;
        await using var control = await FakeControl.StartAsync(async link =>
        {
            if (await link.WelcomeAsync(key) is null)
            {
                return;
            }

            joined++;
            link.TrySend(joined == 1 ? new OrderMessage(1, 0, "no-such-relay", new ListSessions(GroupId: null)) : new OrderMessage(1, 99, "edge-1", new ListSessions(GroupId: null)));
            while (await link.ReadAsync() is { Message: { } message })
            {
                if (message is Refused refused)
                {
                    refusals.Enqueue(refused.Code);
                }
            }
        });
        using var folder = new TemporaryFolder();
        var options = new RelayNodeOptions { NodeKey = NodeCluster.Key, Identity = folder.Path, Node = "edge", RelayPort = 0, Relays = 1, Join = { control.Address } };
        await using var node = await RelayNodeHost.StartAsync(options).InTimeAsync();

        await Eventually.HoldsAsync(() => refusals.Count >= 2, "two refusals");
        Assert.All(refusals, code => Assert.Equal(NodeRefusals.Malformed, code));
    }

    private static HeldSessionDto Held(string terminal) => new("raw-1", "g-1", terminal, 1, true, false, []);
}
