using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class StreamLearningTests
{
    [Fact]
    public void HandleDatagram_SsrcsAreNotSignalled_AreLearntFromMid()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { SignalsSsrc = false, SendsScreen = true });
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(0, scene.Core.Counters.UnknownSsrc);
        Assert.Equal(ann.Peer.Camera!.Section.Ssrc, PublisherOf(bob, TrackSource.Camera));
        Assert.Equal(ann.Peer.Screen!.Section.Ssrc, PublisherOf(bob, TrackSource.Screen));
        Assert.Equal(ann.Peer.Microphone!.Section.Ssrc, PublisherOf(bob, TrackSource.Microphone));
    }

    [Fact]
    public void HandleDatagram_NeitherSsrcNorMid_IsLearntFromThePayloadTypeWhenThatIsUnique()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { SignalsSsrc = false, SendsMid = false });
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(ann.Peer.Camera!.Section.Ssrc, PublisherOf(bob, TrackSource.Camera));
        Assert.Equal(ann.Peer.Microphone!.Section.Ssrc, PublisherOf(bob, TrackSource.Microphone));
    }

    [Fact]
    public void HandleDatagram_NeitherSsrcNorMidAndTwoSectionsFit_IsDroppedAndCounted()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { SignalsSsrc = false, SendsMid = false, SendsScreen = true });
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(ann.Peer.Camera!.Packets, scene.Core.Counters.UnknownSsrc);
        Assert.All(bob.Peer.VideoSlots, slot => Assert.Equal(0, slot.Received));
    }

    private static uint PublisherOf(PeerSeat seat, TrackSource source)
    {
        var mid = seat.Slots.Single(slot => slot.Source == source).Mid;
        return seat.Peer.Slots[mid].Packets.Select(packet => packet.Content.PublisherSsrc).Distinct().Single();
    }
}
