using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Fuzz;

/// <summary>Everything that reads what came over a link: from strangers, and from a peer with the right key and a broken mind.</summary>
public sealed class LinkFuzzTests
{
    private const int Rounds = 200_000;

    private static readonly byte[] Announcement = new TrackAnnouncement(
        7,
        99,
        0,
        MediaKind.Video,
        TrackSource.Camera,
        CascadeScene.Group,
        "terminal",
        [new(RtpCodec.Vp8, 96, null, 90_000, "", true, true), new(RtpCodec.H264, 102, null, 90_000, "packetization-mode=1", true, true)]).ToMessage();

    [Fact]
    public void HandleDatagram_DamagedDatagramsFromEverywhere_NeverThrowsAndTheCallGoesOn()
    {
        using var scene = new CascadeScene(seed: 23);
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        var caught = new List<byte[]>();
        scene.Network.Filter = (_, to, datagram) =>
        {
            if (to == scene.Relays[1].Address && caught.Count < 500 && datagram[0] >= LinkCipher.Marker)
            {
                caught.Add([.. datagram]);
            }

            return true;
        };
        ann.Speak();
        scene.RunFor(3);
        scene.Network.Filter = null;
        var mutator = new Mutator(24);
        var second = scene.Relays[1];
        for (var i = 0; i < 50_000; i++)
        {
            var datagram = mutator.Mutate(caught);
            second.Core.HandleDatagram(
                datagram, i % 2 == 0 ? scene.Relays[0].Address : RelayScene.AddressOf(99), scene.Network.Now, scene.Network.SinkOf(second.Relay));
        }

        var before = bob.Peer.AudioSlots.First().Received;
        scene.RunFor(3);
        Assert.InRange(bob.Peer.AudioSlots.First().Received - before, 140, 155);
        Assert.Equal(LinkStatus.Up, scene.Measure(1, 0).Status);
    }

    [Fact]
    public void HandleSealed_AnyMessagesOfAPeerWithTheRightKey_NeverThrowsAndStaysBounded()
    {
        using var scene = new CascadeScene(seed: 5);
        scene.Order(0, 1);
        scene.Share(0, [1]);
        var ann = scene.Relays[0].Enter();
        Assert.True(scene.Connect(ann));
        ann.Film();
        using var peer = new RawLinkPeer(scene, relay: 0);
        Assert.True(scene.Network.RunUntil(() => peer.IsConnected, TimeSpan.FromSeconds(5)));
        var mutator = new Mutator(6);
        var seeds = Seeds();
        var control = 0u;
        for (var i = 0; i < 60_000; i++)
        {
            var message = mutator.Mutate(seeds);
            if (message.Length > 4 && (message[0] & 15) == LinkMessage.Control && i % 3 != 0 && message.Length > 8)
            {
                // In order, so that it is looked at.
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), control);
            }

            if (message.Length is > 0 and < 1400)
            {
                peer.Send(message);
            }

            if (i % 20 == 0)
            {
                scene.RunFor(0.02);
                control = peer.Acknowledged;
            }
        }

        Assert.True(scene.Relays[0].Core.Cascade.Counters.Malformed > 1000);
        Assert.True(control > 100);
        Assert.Equal(LinkStatus.Up, scene.Measure(0, 1).Status);
        var fourth = scene.Relays[0].Enter();
        Assert.True(scene.Connect(fourth));
        scene.RunFor(1);
        Assert.True(fourth.Peer.VideoSlots.Sum(slot => slot.Received) > 0);
    }

    [Fact]
    public void TryRead_DamagedAnnouncements_NeverThrows()
    {
        var mutator = new Mutator(3);
        var read = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var reader = new ControlReader(mutator.Mutate([Announcement]));
            _ = reader.Byte();
            if (TrackAnnouncement.TryRead(ref reader, out var announcement))
            {
                read++;
                Assert.InRange(announcement!.Codecs.Length, 1, 16);
                Assert.InRange(announcement.ToMessage().Length, 1, LinkChannel.MaxMessage);
            }
        }

        Assert.True(read > 1000);
    }

    [Fact]
    public void TryRead_DamagedPackets_NeverThrowsAndWhatIsReadIsInside()
    {
        var mutator = new Mutator(4);
        var buffer = new byte[200];
        var length = LinkPacket.Write(
            buffer, 7, 1, new(1000, 5, 96, true, 30, false, 4, 20, 3, 0), [1, 2, 3, 4], [.. new byte[22], 3], isRepeated: false);
        byte[] whole = buffer[..length];
        for (var i = 0; i < Rounds; i++)
        {
            var message = mutator.Mutate([whole]);
            if (LinkPacket.TryRead(message, out var packet))
            {
                Assert.True(packet.Payload.Length + packet.Descriptor.Length <= message.Length - LinkPacket.HeaderLength);
            }

            var items = new LinkNackItems(message);
            while (items.TryRead(out _, out _, out _))
            {
            }

            _ = LinkHello.TryRead(message, out _);
        }
    }

    private static List<byte[]> Seeds()
    {
        var packet = new byte[200];
        var length = LinkPacket.Write(packet, 7, 1, new(1000, 5, 96, true, 30, false, 4, 20, 0, 0), [1, 2, 3, 4], new byte[20], isRepeated: false);
        byte[] control = [LinkMessage.Control, 0, 0, 0, 0, 0, 0, 0, (byte)(Announcement.Length >> 8), (byte)Announcement.Length, .. Announcement];
        return
        [
            packet[..length],
            control,
            control,
            [LinkMessage.Control, 0, 0, 0, 0, 0, 0, 0, 0, 5, .. TrackGone.ToMessage(7), 0, 6, .. TrackSubscription.ToMessage(1, true)],
            [LinkMessage.Nack, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0xFF, 0xFF],
            [LinkMessage.Keyframes, 0, 0, 0, 0, 0, 0, 1],
            [LinkMessage.Heartbeat, .. new byte[23]],
            [LinkMessage.Acknowledgement, 0, 0, 0, 0, 0, 0, 0],
            [LinkMessage.Clocks, .. new byte[11], 0, 0, 0, 7, 1, 0, 0, 0, 9],
        ];
    }
}
