using ConsultCluster.Media.Cascade;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

/// <summary>Forged, replayed, truncated and foreign datagrams have no effect, are counted, and get no answer.</summary>
public sealed class LinkDefenceTests
{
    private static readonly TransportAddress Stranger = TransportAddress.FromIPv4(0x0C000001, 9);

    [Fact]
    public void SetLink_AnotherSecretAtTheOtherEnd_NeverComesUp()
    {
        using var scene = new CascadeScene();
        scene.Order(0, 1, secret: CascadeScene.Secret(1));
        scene.Order(1, 0, secret: CascadeScene.Secret(2));
        scene.RunFor(5);

        Assert.Equal(LinkStatus.Connecting, scene.Measure(0, 1).Status);
        Assert.True(scene.Relays[0].Core.Cascade.Counters.Unknown > 0);
        Assert.Equal(0, scene.Relays[0].Core.Cascade.Counters.Handshakes);
    }

    [Fact]
    public void SetLink_SameSideAtBothEnds_NeverComesUp()
    {
        using var scene = new CascadeScene();
        scene.Order(0, 1);
        scene.Relays[1].Core.Cascade.SetLink(
            CascadeScene.KeyOf(0), LinkSide.First, new(1, CascadeScene.Secret(51)), [scene.Relays[0].Address], scene.Network.Now);
        scene.RunFor(5);

        Assert.Equal(LinkStatus.Connecting, scene.Measure(0, 1).Status);
        Assert.True(scene.Relays[0].Core.Cascade.Counters.AuthenticationFailed > 0);
    }

    [Fact]
    public void HandleDatagram_EverythingReplayedFromElsewhere_NothingMovesAndNothingIsAnsweredThere()
    {
        using var scene = new CascadeScene();
        var caught = Catch(scene, to: 0);
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(3);
        scene.Network.Filter = null;
        var handshakes = scene.Relays[0].Core.Cascade.Counters.Handshakes;
        var sink = new ListSink();
        foreach (var datagram in caught)
        {
            scene.Relays[0].Core.HandleDatagram([.. datagram], Stranger, scene.Network.Now, sink);
        }

        Assert.Equal(handshakes, scene.Relays[0].Core.Cascade.Counters.Handshakes);
        Assert.True(scene.Relays[0].Core.Cascade.Counters.Replayed >= 20);

        // A replayed hello may get an answer of the same length, at a limited rate.
        Assert.InRange(sink.Sent.Count, 0, 1);
        Assert.All(sink.Sent, sent => Assert.Equal(LinkHello.Length, sent.Datagram.Length));
        scene.RunFor(3);
        Assert.Equal(LinkStatus.Up, scene.Measure(0, 1).Status);
        Assert.Empty(scene.Relays[0].Relay.LinkEvents.OfType<LinkSilent>());
    }

    [Fact]
    public void HandleDatagram_ReplayedToARestartedRelay_NothingIsAccepted()
    {
        using var scene = new CascadeScene();
        var caught = Catch(scene, to: 1);
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(3);
        scene.Network.Filter = null;
        scene.Kill(0);
        scene.Restart(1);
        scene.Order(1, 0);
        foreach (var datagram in caught)
        {
            scene.Network.Send(Stranger, scene.Relays[1].Address, datagram);
            scene.RunFor(0.1);
        }

        Assert.Equal(LinkStatus.Connecting, scene.Measure(1, 0).Status);
        Assert.Equal(0, scene.Measure(1, 0).PacketsIn);
        Assert.Equal(0, scene.Relays[1].Core.Cascade.Counters.Handshakes);
    }

    [Fact]
    public void HandleDatagram_ChangedOrCutShort_IsDroppedAndCounted()
    {
        using var scene = new CascadeScene();
        var caught = Catch(scene, to: 0);
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.Network.Filter = (_, to, datagram) =>
        {
            caught.Add([.. datagram]);
            return to != scene.Relays[0].Address;
        };
        scene.RunFor(0.3);
        scene.Network.Filter = null;
        var sink = new CountingSink();
        var counters = scene.Relays[0].Core.Cascade.Counters;
        var (before, dropped) = (scene.Measure(0, 1).PacketsIn, Dropped(counters));
        var sent = 0;
        foreach (var datagram in caught)
        {
            for (var at = 0; at < datagram.Length; at += 3)
            {
                var changed = datagram.ToArray();
                changed[at] ^= 0x10;
                scene.Relays[0].Core.HandleDatagram(changed, scene.Relays[1].Address, scene.Network.Now, sink);
                scene.Relays[0].Core.HandleDatagram(datagram[..at], scene.Relays[1].Address, scene.Network.Now, sink);
                sent += 2;
            }
        }

        Assert.Equal(before, scene.Measure(0, 1).PacketsIn);
        Assert.Equal(0, sink.Datagrams);
        Assert.InRange(Dropped(counters) - dropped, sent * 9 / 10, sent);
        Assert.True(counters.AuthenticationFailed > 0);
        Assert.True(counters.Malformed > 0);
    }

    [Fact]
    public void HandleDatagram_UnknownKeyIdsAndIndices_GetNoAnswer()
    {
        using var scene = new CascadeScene();
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        var sink = new CountingSink();
        var hello = new byte[LinkHello.Length];
        new LinkHello(1234, 1, 1, 1, 1, HasKeys: false).Write(hello, new byte[32]);
        scene.Relays[0].Core.HandleDatagram(hello, Stranger, scene.Network.Now, sink);
        var sealedDatagram = new byte[100];
        sealedDatagram[0] = LinkCipher.Marker;
        sealedDatagram[3] = 77;
        scene.Relays[0].Core.HandleDatagram(sealedDatagram, Stranger, scene.Network.Now, sink);

        Assert.Equal(0, sink.Datagrams);
        Assert.Equal(2, scene.Relays[0].Core.Cascade.Counters.Unknown);
    }

    private static long Dropped(LinkCounters counters) =>
        counters.Unknown + counters.Malformed + counters.AuthenticationFailed + counters.Replayed + counters.TooOld;

    private static List<byte[]> Catch(CascadeScene scene, int to)
    {
        var caught = new List<byte[]>();
        scene.Network.Filter = (_, target, datagram) =>
        {
            if (target == scene.Relays[to].Address)
            {
                caught.Add([.. datagram]);
            }

            return true;
        };
        return caught;
    }
}
