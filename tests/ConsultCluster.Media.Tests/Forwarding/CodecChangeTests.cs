using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>The payload type that arrives decides, not the first one that was offered.</summary>
public sealed class CodecChangeTests
{
    private const byte H264 = 102;

    /// <summary>An instantaneous decoder refresh in one packet, and a slice of another picture (RFC 6184 §5.4).</summary>
    private static readonly byte[] _keyframe = [0x65, 0x88, 0x84, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly byte[] _delta = [0x41, 0x9A, 0x21, 0x6C, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    [Fact]
    public void HandleDatagram_OffersVp8FirstAndSendsH264_ReceiverOfH264GetsItFromAKeyframe()
    {
        using var scene = new RelayScene();
        var ann = Enter(scene, offered: "96 97 102");
        var bob = Enter(scene, offered: "102");
        Assert.True(scene.Connect(ann, bob));
        Send(scene, ann, H264, _delta);
        Assert.Equal(1, ann.Peer.Camera!.KeyframeRequests);
        Assert.Equal(0, bob.Peer.VideoSlots.First().Received);
        Send(scene, ann, H264, _keyframe);
        Send(scene, ann, H264, _delta);

        Assert.Equal(2, bob.Peer.VideoSlots.First().Received);
        Assert.All(bob.Peer.VideoSlots.First().Packets, packet => Assert.Equal(H264, packet.PayloadType));
    }

    [Fact]
    public void HandleDatagram_FeedbackIsOfferedForTheSecondCodecOnly_ItIsUsed()
    {
        using var scene = new RelayScene();
        var ann = Enter(scene, offered: "96 97 102", feedbackOf96: false);
        var bob = Enter(scene, offered: "102");
        Assert.True(scene.Connect(ann, bob));
        Send(scene, ann, H264, _delta);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        Assert.NotEqual(0, ann.Peer.Camera!.KeyframeRequests);
        Assert.NotNull(ann.Peer.AllowedBitrate);
    }

    [Fact]
    public void HandleDatagram_ChangesToACodecThatOneReceiverLacks_ItsSlotIsEmptyAndTheOtherGoesOn()
    {
        using var scene = new RelayScene();
        var ann = Enter(scene, offered: "96 97 102");
        var old = Enter(scene, offered: "96 97");
        var both = Enter(scene, offered: "96 97 102");
        Assert.True(scene.Connect(ann, old, both));
        ann.Film(packets: 1);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Contains(old.Slots, slot => slot.Source == TrackSource.Camera);
        ann.Stop(ann.Peer.Camera!);

        Send(scene, ann, H264, _keyframe);
        Send(scene, ann, H264, _delta);
        Assert.DoesNotContain(old.Slots, slot => slot.Source == TrackSource.Camera);
        Assert.Equal(H264, both.Peer.VideoSlots.First().Packets[^1].PayloadType);
        Assert.Equal(0, both.Peer.VideoSlots.First().CountMissing());
        Assert.Equal(0, scene.Core.Counters.NotMappable);

        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Peer.Camera!.PayloadType = 96;
        ann.Peer.Camera.WantKeyframe();
        ann.Film(packets: 1);
        var before = old.Peer.VideoSlots.First().Received;
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Contains(old.Slots, slot => slot.Source == TrackSource.Camera);
        Assert.InRange(old.Peer.VideoSlots.First().Received - before, 28, 31);
        Assert.Equal(96, both.Peer.VideoSlots.First().Packets[^1].PayloadType);
    }

    [Fact]
    public void HandleDatagram_ChangesItsCodec_ReceiversOnAnotherRelayFollow()
    {
        using var scene = new CascadeScene();
        foreach (var relay in scene.Relays)
        {
            relay.ChangeOffer = offer => Offer(offer, "96 97 102", feedbackOf96: true);
        }

        scene.Mesh();
        var ann = scene.Relays[0].Enter(Options);
        scene.Relays[1].ChangeOffer = offer => Offer(offer, "102", feedbackOf96: true);
        var bob = scene.Relays[1].Enter(Options);
        Assert.True(scene.Connect(ann, bob));
        ann.Film(packets: 1);
        scene.RunFor(1);
        Assert.DoesNotContain(bob.Slots, slot => slot.Source == TrackSource.Camera);
        Assert.Equal(0, scene.Relays[0].Core.Cascade.Counters.MediaOut);
        ann.Stop(ann.Peer.Camera!);

        ann.Peer.Camera!.PayloadType = H264;
        for (var i = 0; i < 30; i++)
        {
            ann.Peer.Camera.SendPacket(i % 10 == 0 ? _keyframe : _delta, marker: true, (uint)(i * 3000), ann.Sink);
            scene.RunFor(0.033);
        }

        Assert.Contains(bob.Slots, slot => slot.Source == TrackSource.Camera);
        Assert.InRange(bob.Peer.VideoSlots.First().Received, 15, 30);
    }

    [Fact]
    public void HandleDatagram_CodecAlternatesWithEveryPacket_SlotsAreNotAssignedEachTime()
    {
        using var scene = new RelayScene();
        var ann = Enter(scene, offered: "96 97 102");
        var old = Enter(scene, offered: "96 97");
        Assert.True(scene.Connect(ann, old));
        var events = scene.EventsOf<SlotsChanged>(old).Count();
        for (var i = 0; i < 500; i++)
        {
            ann.Peer.Camera!.PayloadType = i % 2 == 0 ? H264 : (byte)96;
            ann.Peer.Camera.SendPacket(_keyframe, marker: true, (uint)(i * 180), ann.Sink);
            scene.Network.RunFor(TimeSpan.FromMilliseconds(2));
        }

        Assert.InRange(scene.EventsOf<SlotsChanged>(old).Count() - events, 1, 12);
    }

    private static MediaPeerOptions Options => new() { SendsAudio = false, AudioSlots = 0, VideoSlots = 1 };

    private static PeerSeat Enter(RelayScene scene, string offered, bool feedbackOf96 = true)
    {
        scene.ChangeOffer = offer => Offer(offer, offered, feedbackOf96);
        var seat = scene.Enter(Options);
        scene.ChangeOffer = null;
        return seat;
    }

    private static string Offer(string offer, string offered, bool feedbackOf96)
    {
        var changed = offer.Replace("SAVPF 96 97\r\n", $"SAVPF {offered}\r\n", StringComparison.Ordinal).Replace(
            "a=rtpmap:96 VP8/90000\r\n",
            "a=rtpmap:96 VP8/90000\r\na=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id=42e01f\r\n"
            + "a=rtcp-fb:102 nack\r\na=rtcp-fb:102 nack pli\r\na=rtcp-fb:102 goog-remb\r\n",
            StringComparison.Ordinal);
        return feedbackOf96 ? changed : changed.Replace("a=rtcp-fb:96 nack pli\r\n", "", StringComparison.Ordinal)
            .Replace("a=rtcp-fb:96 goog-remb\r\n", "", StringComparison.Ordinal);
    }

    private static void Send(RelayScene scene, PeerSeat seat, byte payloadType, byte[] payload)
    {
        seat.Peer.Camera!.PayloadType = payloadType;
        seat.Peer.Camera.SendPacket(payload, marker: true, (uint)(scene.Now.Milliseconds * 90), seat.Sink);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(20));
    }
}
