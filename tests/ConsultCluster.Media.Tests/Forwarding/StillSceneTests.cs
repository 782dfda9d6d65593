using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>Who comes late sees a source at once that sends seldom or nothing.</summary>
public sealed class StillSceneTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Begin_SourceWithoutNewFrames_LateJoinerSeesTheLastPicture()
    {
        using var scene = new RelayScene();
        var ann = Still(scene, frames: 5);
        scene.Network.RunFor(TimeSpan.FromSeconds(30));
        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        Assert.True(scene.Network.RunUntil(() => late.Peer.VideoSlots.First().CountDecodableFrames() == 5, AtOnce));

        Assert.Equal(0, late.Peer.VideoSlots.First().CountMissing());
        Assert.Equal(1, scene.Core.Counters.Replays);
        Assert.Equal(0, ann.Peer.Camera!.KeyframeRequests);
    }

    [Fact]
    public void Begin_OneFrameASecond_LateJoinerGetsAllFramesWithinHalfASecondOfTheirClockAndThenTheNext()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        ann.Peer.Pace(ann.Peer.Camera!, TimeSpan.FromSeconds(1), 2, 500, scene.Now);
        scene.Network.RunFor(TimeSpan.FromSeconds(20.5));
        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        Assert.True(scene.Network.RunUntil(() => late.Peer.VideoSlots.First().CountDecodableFrames() > 10, AtOnce));
        var replayed = late.Peer.VideoSlots.First().InOrder.ToArray();
        scene.Network.RunFor(TimeSpan.FromSeconds(3));

        var slot = late.Peer.VideoSlots.First();
        Assert.InRange((int)(replayed[^1].Timestamp - replayed[0].Timestamp), 20, 45_000);
        Assert.Equal(replayed.Length / 2, replayed.DistinctBy(packet => packet.Timestamp).Count());
        Assert.Equal(slot.InOrder.Last().Content.Frame + 1u, (uint)slot.CountDecodableFrames());
        Assert.Equal(0, slot.CountMissing());
        var lastTwo = slot.InOrder.DistinctBy(packet => packet.Timestamp).TakeLast(2).ToArray();
        Assert.InRange((int)(lastTwo[1].Timestamp - lastTwo[0].Timestamp), 89_000, 91_000);
    }

    [Fact]
    public void HandleNack_OfAReplayedPacketWithoutRtx_IsSentAgainByteForByte()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { OffersRtx = false });
        Assert.True(scene.Connect(ann));
        ann.Peer.Pace(ann.Peer.Camera!, TimeSpan.FromSeconds(1), 2, 500, scene.Now);
        scene.Network.RunFor(TimeSpan.FromSeconds(5.5));
        var late = scene.Enter(new MediaPeerOptions { OffersRtx = false });
        var sent = new List<byte[]>();
        scene.Network.Filter = (_, to, datagram) =>
        {
            if (to == late.Address && DatagramClassifier.Classify(datagram) == DatagramKind.Rtp)
            {
                sent.Add(datagram);
                return sent.Count != 4;
            }

            return true;
        };
        Assert.True(scene.Connect(late));
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(1, scene.Core.Counters.Resent);
        Assert.Contains(sent[4..], again => again.AsSpan().SequenceEqual(sent[3]));
        Assert.Equal(0, late.Peer.VideoSlots.First().CountMissing());
    }

    [Fact]
    public void HandleKeyframeRequest_TheReplayIsLost_IsSentAgainOnceASecond()
    {
        using var scene = new RelayScene();
        Still(scene, frames: 5);
        var late = scene.Enter();
        scene.Network.Filter = (_, to, datagram) => to != late.Address || DatagramClassifier.Classify(datagram) != DatagramKind.Rtp;
        Assert.True(scene.Connect(late));
        scene.Network.RunFor(TimeSpan.FromMilliseconds(900));
        scene.Network.Filter = null;
        for (var i = 0; i < 10; i++)
        {
            scene.Network.RunFor(TimeSpan.FromMilliseconds(200));
            late.Peer.RequestKeyframe(late.Peer.VideoSlots.First(), late.Sink);
        }

        Assert.InRange(late.Peer.VideoSlots.First().Received, 30, 45);
        Assert.InRange(scene.Core.Counters.Replays, 3, 4);
    }

    [Fact]
    public void Begin_PacketOfTheChainIsMissing_ThePublisherIsAskedAtOnce()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { OffersRtx = false });
        Assert.True(scene.Connect(ann));
        var count = 0;
        scene.Network.Filter = (from, to, datagram) =>
            !(from == ann.Address && DatagramClassifier.Classify(datagram) == DatagramKind.Rtp && ++count == 5)
            && !(to == ann.Address && DatagramClassifier.Classify(datagram) == DatagramKind.Rtcp && count < 100);
        Send(scene, ann, frames: 6);
        scene.Network.RunFor(TimeSpan.FromSeconds(30));
        count = 100;
        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        Assert.True(scene.Network.RunUntil(() => ann.Peer.Camera!.KeyframeRequests == 1, AtOnce));

        Assert.Equal(0, late.Peer.VideoSlots.First().Received);
        Send(scene, ann, frames: 1);
        Assert.Equal(1, late.Peer.VideoSlots.First().CountDecodableFrames());
    }

    [Fact]
    public void Begin_MovingPicture_ThePublisherIsAskedBeforeItsNextFrame()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        ann.Film(packets: 6);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        ann.Stop(ann.Peer.Camera!);
        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        scene.Network.RunFor(AtOnce);

        Assert.Equal(0, scene.Core.Counters.Replays);
        Assert.Equal(1, ann.Peer.Camera!.KeyframeRequests);
    }

    [Fact]
    public void Begin_CameraIsMuted_NothingOfBeforeIsShownThenOrLater()
    {
        using var scene = new RelayScene();
        var ann = Still(scene, frames: 5);
        scene.Core.SetMuted(ann.Key, TrackSource.Camera, muted: true, scene.Now);
        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(0, late.Peer.VideoSlots.First().Received);

        scene.Core.SetMuted(ann.Key, TrackSource.Camera, muted: false, scene.Now);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(0, late.Peer.VideoSlots.First().Received);
        Assert.NotEqual(0, ann.Peer.Camera!.KeyframeRequests);
        Send(scene, ann, frames: 1);
        Assert.Equal(1, late.Peer.VideoSlots.First().CountDecodableFrames());
    }

    [Fact]
    public void Begin_AnotherRelay_LateJoinerThereSeesTheLastPictureToo()
    {
        using var scene = new CascadeScene();
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(20)));
        scene.Mesh();
        Assert.True(scene.Connect(0, 1));
        var ann = scene.Relays[0].Enter();
        Assert.True(scene.Connect(ann));
        ann.Peer.Pace(ann.Peer.Camera!, TimeSpan.FromSeconds(1), 2, 500, scene.Network.Now);
        scene.RunFor(20.5);
        ann.Stop(ann.Peer.Camera!);
        for (var i = 0; i < 2; i++)
        {
            scene.RunFor(5);
            var late = scene.Relays[1].Enter();
            Assert.True(scene.Connect(late));
            var slot = late.Peer.VideoSlots.First();
            Assert.True(scene.Network.RunUntil(() => slot.CountDecodableFrames() == 21, TimeSpan.FromMilliseconds(200)));
            var frames = slot.InOrder.ToArray();
            Assert.InRange((int)(frames[^1].Timestamp - frames[0].Timestamp), 20, 45_000);

            // The next one comes when nobody there has the track any more.
            scene.Relays[1].Core.CloseSession(late.Key, scene.Network.Now, scene.Network.SinkOf(scene.Relays[1].Relay));
            late.Vanish();
        }
    }

    /// <summary>Has sent so many frames and sends no more.</summary>
    private static PeerSeat Still(RelayScene scene, int frames)
    {
        var seat = scene.Enter();
        Assert.True(scene.Connect(seat));
        Send(scene, seat, frames);
        return seat;
    }

    private static void Send(RelayScene scene, PeerSeat seat, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            seat.Peer.Camera!.SendFrame(3, 1000, scene.Now, seat.Sink);
            scene.Network.RunFor(TimeSpan.FromMilliseconds(33));
        }
    }
}
