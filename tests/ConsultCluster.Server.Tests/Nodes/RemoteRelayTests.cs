using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Wire;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>Orders and events of a relay in another process, as its group sees them.</summary>
public sealed class RemoteRelayTests
{
    private static GroupId Group => NodeTerminals.Group;

    [Fact]
    public async Task Orders_RealRelayOfANode_AreCarriedOutAndEventsComeBack()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await cluster.StartNodeAsync("edge");
        var relay = cluster.Relay("edge-1");
        var log = new ReportLog();
        relay.Observe(Group, log);
        using var terminals = new NodeTerminals(relay);
        var one = await terminals.JoinAsync("t-1");
        var two = await terminals.JoinAsync("t-2");

        terminals.Until(
            () => log.Media.GetValueOrDefault("t-1") == (true, true) && log.Media.GetValueOrDefault("t-2") == (true, true), "media reported both ways");
        terminals.Until(() => one.Peer.VideoSlots.First().CountDecodableFrames() > 3 && two.Peer.VideoSlots.First().CountDecodableFrames() > 3, "pictures both ways");
        Assert.Contains(log.Slots["t-1"], s => s is { Publisher.Value: "t-2", Source: MediaSource.Camera });
        terminals.Until(() => Goes(log.Quality.ContainsKey("t-1")), "quality reported");
        terminals.Until(() => Goes(relay.Load is { Sessions: 2, PacketsPerSecondOut: > 100 }), "load reported");
        var held = await terminals.MeanwhileAsync(relay.ListSessionsAsync(group: null));
        Assert.Equal(["t-1", "t-2"], held.Value!.Select(s => s.Terminal.Value).Order());
        Assert.All(held.Value!, s => Assert.Equal((Group, 1L), (s.Group, s.Epoch)));

        var muted = relay.SetMutedAsync(Group, 1, new TerminalId("t-2"), new HashSet<MediaSource> { MediaSource.Camera });
        Assert.True((await terminals.MeanwhileAsync(muted)).Succeeded);
        var (heard, seen) = (one.Peer.AudioSlots.Sum(slot => slot.Received), one.Peer.VideoSlots.First().Received);
        terminals.Until(() => Goes(one.Peer.AudioSlots.Sum(slot => slot.Received) > heard + 50), "a second of sound more");
        Assert.InRange(one.Peer.VideoSlots.First().Received, seen, seen + 10);
        Assert.True((await relay.CloseSessionAsync(Group, 1, new TerminalId("t-2"))).Succeeded);
        Assert.Single((await relay.ListSessionsAsync(group: null)).Value!);
        Assert.True((await relay.CloseGroupAsync(Group, 1)).Succeeded);
        Assert.Empty((await relay.ListSessionsAsync(group: null)).Value!);
        Assert.Empty(log.Gone);

        bool Goes(bool condition)
        {
            // A session that the relay has ended is the reason, and not the time.
            Assert.Empty(log.Gone);
            return condition;
        }
    }

    [Fact]
    public async Task Orders_CodecsThatDoNotFit_AreReportedAndRefusedAsByALocalRelay()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await cluster.StartNodeAsync("edge");
        var relay = cluster.Relay("edge-1");
        var log = new ReportLog();
        relay.Observe(Group, log);
        using var terminals = new NodeTerminals(relay);
        await terminals.JoinAsync("t-1");
        var av1 = new MediaPeerOptions { VideoMapping = "AV1/90000" };
        var encoder = await terminals.JoinAsync("t-2", av1);

        terminals.Until(() => log.Undecodable.GetValueOrDefault("t-1") is { IsDefaultOrEmpty: false }, "the report");
        Assert.Equal(new UndecodableSource(new TerminalId("t-2"), MediaSource.Camera, "AV1"), Assert.Single(log.Undecodable["t-1"]));
        var late = new ReportLog();
        relay.Observe(Group, late);
        Assert.Single(late.Undecodable["t-1"]);

        var order = NodeTerminals.Order("t-3", encoder.Peer.CreateOffer().Replace("opus", "speex", StringComparison.Ordinal), []);
        var refused = await terminals.MeanwhileAsync(relay.OpenSessionAsync(order with { Offer = order.Offer with { IsAllOrNothing = true } }));
        Assert.Equal(RefusalCodes.SdpPartial, refused.Refusal?.Code);
    }

    [Fact]
    public async Task Orders_OlderEpoch_AreRefusedByTheRelayItself()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await cluster.StartNodeAsync("edge");
        var relay = cluster.Relay("edge-1");

        Assert.True((await relay.CloseGroupAsync(Group, 7)).Succeeded);

        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.CloseGroupAsync(Group, 6)).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.OpenSessionAsync(NodeTerminals.Order("t-1", "v=0", [], 6))).Refusal?.Code);
        Assert.Equal(RefusalCodes.SdpNoMedia, (await relay.OpenSessionAsync(NodeTerminals.Order("t-1", "v=0", [], 7))).Refusal?.Code);
    }

    [Fact]
    public async Task Orders_LinkEndsBeforeTheAnswer_AreRefused()
    {
        await using var cluster = await NodeCluster.StartAsync();
        var node = await RawNode.JoinedAsync(cluster.Address, "raw");
        var relay = cluster.Relay("raw-1");
        var order = relay.CloseGroupAsync(Group, 1);
        await node.ReadAsync<OrderMessage>();

        await node.DisposeAsync();

        Assert.Equal(RefusalCodes.RelayUnavailable, (await order.InTimeAsync()).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayUnavailable, (await relay.CloseGroupAsync(Group, 1)).Refusal?.Code);
    }

    [Fact]
    public async Task Orders_AnswerOfAnotherKindOrSenseless_IsARefusalAndNoFault()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw");
        OrderResult?[] answers = [new SessionAnswer("v=0"), null, new SessionList([null!]), new SessionList([new ListedSession("g 1", 1, "t-1", IsStandby: false)])];
        foreach (var answer in answers)
        {
            var order = cluster.Relay("raw-1").ListSessionsAsync(group: null);
            node.Send(new AnswerMessage((await node.ReadAsync<OrderMessage>()).Id, answer));
            Assert.Equal(RefusalCodes.RelayUnavailable, (await order.InTimeAsync()).Refusal?.Code);
        }

        await cluster.StateAsync("raw-1", RelayState.Active);
    }

    [Fact]
    public async Task Orders_LinksAndCascades_ArriveAsGiven()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw");
        var relay = cluster.Relay("raw-1");
        var link = new LinkOrder(new RelayId("peer-1"), 3, [.. Enumerable.Range(0, LinkOrder.SecretLength).Select(i => (byte)i)], [new(System.Net.IPAddress.Loopback, 7001)]);
        var cascade = new CascadeOrder(Group, 4, [new RelayId("peer-1"), new RelayId("peer-2")], [new(new RelayId("peer-1"), new RelayId("peer-2"))]);

        _ = relay.SetLinkAsync(link);
        _ = relay.SetCascadeAsync(cascade);
        _ = relay.RemoveLinkAsync(new RelayId("peer-1"), 3);
        _ = relay.ActivateSessionAsync(Group, 4, new TerminalId("t-1"));
        _ = relay.OpenSessionAsync(NodeTerminals.Order("t-1", "v=0", []) with { IsStandby = true });

        var read = LinkWire.Read(Assert.IsType<SetLink>((await node.ReadAsync<OrderMessage>()).Order))!;
        Assert.Equal((link.Peer, link.Generation), (read.Peer, read.Generation));
        Assert.Equal<byte>(link.Secret, read.Secret);
        Assert.Equal<System.Net.IPEndPoint>(link.Candidates, read.Candidates);
        var shared = LinkWire.Read(Assert.IsType<SetCascade>((await node.ReadAsync<OrderMessage>()).Order))!;
        Assert.Equal((cascade.Group, cascade.Epoch), (shared.Group, shared.Epoch));
        Assert.Equal<RelayId>(cascade.Peers, shared.Peers);
        Assert.Equal<CascadeRoute>(cascade.Routes, shared.Routes);
        Assert.Equal(new RemoveLink("peer-1", 3), (await node.ReadAsync<OrderMessage>()).Order);
        Assert.Equal(new ActivateSession("g-1", 4, "t-1"), (await node.ReadAsync<OrderMessage>()).Order);
        Assert.True(Assert.IsType<OpenSession>((await node.ReadAsync<OrderMessage>()).Order).IsStandby);
    }

    [Fact]
    public async Task Links_ReportedByTheNode_AreShownAndTold()
    {
        await using var cluster = await NodeCluster.StartAsync();
        await using var node = await RawNode.JoinedAsync(cluster.Address, "raw");
        var relay = cluster.Relay("raw-1");
        var links = new LinkLog();
        relay.ObserveLinks(links);

        node.Send(new StatusReport([new RelayStatus("raw-1", 0, 0, 0, 0, 0, [new LinkReportDto("peer-1", "up", 2, 1.5, 0.1, null, 10, 20)], new ProbeTicketDto("probe", "password"))]));
        node.Send(new LinkEvent("raw-1", "peer-1", true));
        node.Send(new LinkEvent("raw-1", "peer-1", false));

        await Eventually.HoldsAsync(() => links.Lines.Count == 2, "two link events");
        Assert.Equal(["back peer-1", "silent peer-1"], links.Lines);
        Assert.Equal(new LinkReport(new RelayId("peer-1"), LinkState.Up, 2, 1.5, 0.1, null, 10, 20), Assert.Single(relay.Links));
        var later = new LinkLog();
        relay.ObserveLinks(later);
        Assert.Equal(["back peer-1"], later.Lines);
    }

    private sealed class LinkLog : ILinkObserver
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public void OnLinkUp(RelayId peer) => Lines.Enqueue($"back {peer}");

        public void OnLinkSilent(RelayId peer) => Lines.Enqueue($"silent {peer}");
    }
}
