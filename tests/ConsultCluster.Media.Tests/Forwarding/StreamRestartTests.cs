using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>However a publisher's stream starts anew, its receivers go on within a second, on its relay and on another one.</summary>
public sealed class StreamRestartTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400);

    [Theory]
    [InlineData(33_000, 0, true)]
    [InlineData(33_000, 1_234_567_890, true)]
    [InlineData(33_000, 0, false)]
    [InlineData(5_000, 1_234_567_890, true)]
    [InlineData(60_000, 1_234_567_890, true)]
    [InlineData(200, 1_234_567_890, true)]
    [InlineData(-20_000, 1_234_567_890, true)]
    [InlineData(-20_000, 0, false)]
    [InlineData(0, 1_234_567_890, true)]
    [InlineData(0, 1_234_567_890, false)]
    [InlineData(0, 3_000_000_000, true)]
    public void HandleDatagram_NumbersJumpOnTheSameSsrc_VideoGoesOnSoonWithoutAGap(int numbers, uint clock, bool withKeyframe) => Run(
        track => track.Restart(track.NextSequence + numbers, timestampOffset: clock, withKeyframe: withKeyframe));

    [Theory]
    [InlineData(33_000, 0)]
    [InlineData(33_000, 1_234_567_890)]
    [InlineData(-20_000, 1_234_567_890)]
    [InlineData(0, 1_234_567_890)]
    public void HandleDatagram_NumbersOfAudioJump_SoundGoesOnSoon(int numbers, uint clock)
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Peer.Microphone!.Restart(40_000);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Peer.Microphone.Restart(ann.Peer.Microphone.NextSequence + numbers, timestampOffset: clock);
        var before = bob.Peer.AudioSlots.First().Received;
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.InRange(bob.Peer.AudioSlots.First().Received - before, 40, 51);
        AssertSmooth(bob.Peer.AudioSlots.First(), 48_000);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void HandleDatagram_AnotherSsrc_GoesOnSoon(bool signalled, bool withMid) => Run(
        track =>
        {
            track.SendsMid = withMid;
            track.Restart(1_000, ssrc: 0xABCD_0001, timestampOffset: 777_777_777);
        },
        new() { SignalsSsrc = signalled });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HandleDatagram_BackToTheFormerSsrc_GoesOnSoon(bool withMid)
    {
        var ssrc = 0u;
        var next = 0L;
        Run(
            track =>
            {
                track.SendsMid = withMid;
                (ssrc, next) = (track.Ssrc, track.NextSequence);
                track.Restart(1_000, ssrc: 0xABCD_0001, timestampOffset: 777_777_777);
            },
            further: track => track.Restart(next, ssrc, timestampOffset: 333));
    }

    [Fact]
    public void HandleDatagram_RestartsWithANewSsrcAHundredTimes_GoesOnEachTime()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film(packets: 1);
        for (var i = 0; i < 100; i++)
        {
            ann.Peer.Camera!.Restart(1_000, ssrc: 0xABCD_0000 + (uint)i, timestampOffset: 777_777_777);
            scene.Network.RunFor(TimeSpan.FromMilliseconds(500));
            Assert.Equal(ann.Peer.Camera.Ssrc, bob.Peer.VideoSlots.First().Packets[^1].Content.PublisherSsrc);
        }
    }

    [Fact]
    public void HandleDatagram_TwoSectionsWithoutMid_TheSilentOneHasChangedItsSsrc()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { SendsScreen = true });
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var camera = bob.Slots.Single(slot => slot.Source == Media.Forwarding.TrackSource.Camera).Mid;
        foreach (var track in ann.Peer.Tracks)
        {
            track.SendsMid = false;
        }

        ann.Peer.Camera!.Restart(1_000, ssrc: 0xABCD_0001, timestampOffset: 777_777_777);
        Assert.True(scene.Network.RunUntil(
            () => bob.Peer.Slots[camera].Packets[^1].Content is { PublisherSsrc: 0xABCD_0001, IsKeyframe: false }, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void HandleDatagram_NoPacketBeforeTheWrapArrives_StreamIsForwarded()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Peer.Camera!.Restart(65_536);
        ann.Peer.Microphone!.Restart(65_540);
        ann.Film();
        ann.Speak();
        scene.Network.RunFor(Soon);

        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 8, 14);
        Assert.InRange(bob.Peer.AudioSlots.First().Received, 15, 21);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33_000)]
    public void HandleDatagram_JumpsWithinOneBatch_GoesOnWithoutAJump(int numbers)
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Peer.Camera!.SendFrame(3, 1000, scene.Now, ann.Sink);
        ann.Peer.Camera.Restart(ann.Peer.Camera.NextSequence + numbers, timestampOffset: 1_234_567_890);
        ann.Peer.Camera.SendFrame(3, 1000, scene.Now, ann.Sink);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 55, 65);
        AssertSmooth(bob.Peer.VideoSlots.First(), 90_000);
    }

    [Fact]
    public void HandleDatagram_FourSecondsAreLost_ThePublisherDoesNotSeeItsStreamRestart()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        scene.Network.Filter = (from, _, datagram) => from != ann.Address || DatagramClassifier.Classify(datagram) != DatagramKind.Rtp;
        scene.Network.RunFor(TimeSpan.FromSeconds(4));
        scene.Network.Filter = null;
        var before = bob.Peer.VideoSlots.First().CountDecodableFrames();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames() - before, 20, 31);
        Assert.Equal(0, scene.Core.Counters.Strays);
    }

    private static void Run(Action<PeerTrack> restart, MediaPeerOptions? options = null, Action<PeerTrack>? further = null)
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var ann = scene.Relays[0].Enter(options);
        var bob = scene.Relays[0].Enter();
        var eve = scene.Relays[1].Enter();
        Assert.True(scene.Connect(ann, bob, eve));
        ann.Film();
        var track = ann.Peer.Camera!;
        track.Restart(40_000);
        scene.RunFor(2);
        foreach (var change in (Action<PeerTrack>?[])[restart, further])
        {
            if (change is null)
            {
                continue;
            }

            change(track);
            var from = (bob.Peer.VideoSlots.First().CountDecodableFrames(), eve.Peer.VideoSlots.First().CountDecodableFrames());
            scene.Network.RunFor(Soon);
            foreach (var (seat, before) in new[] { (bob, from.Item1), (eve, from.Item2) })
            {
                var slot = seat.Peer.VideoSlots.First();
                Assert.True(slot.CountDecodableFrames() - before > 1, $"{slot.CountDecodableFrames() - before} frames");
                Assert.Equal(track.Ssrc, slot.Packets[^1].Content.PublisherSsrc);
            }

            scene.RunFor(1);
        }

        AssertSmooth(bob.Peer.VideoSlots.First(), 90_000);
        AssertSmooth(eve.Peer.VideoSlots.First(), 90_000);
    }

    /// <summary>Receivers see neither the jump of the numbers nor that of the clock.</summary>
    private static void AssertSmooth(PeerSlot slot, int clockRate)
    {
        Assert.Equal(0, slot.CountMissing());
        PeerPacket? before = null;
        foreach (var packet in slot.InOrder)
        {
            if (before is not null)
            {
                var passed = (packet.At - before.At).TotalSeconds * clockRate;
                Assert.InRange((int)(packet.Timestamp - before.Timestamp), passed - (clockRate * 0.15), passed + (clockRate * 0.15));
            }

            before = packet;
        }
    }
}
