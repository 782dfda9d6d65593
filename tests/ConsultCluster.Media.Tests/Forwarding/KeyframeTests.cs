using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class KeyframeTests
{
    [Fact]
    public void Flush_LateJoiner_FirstPacketIsAKeyframeThatTheRelayRequested()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(0, ann.Peer.Camera!.KeyframeRequests);

        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        Assert.True(scene.Network.RunUntil(() => late.Peer.VideoSlots.First().CountDecodableFrames() > 3, TimeSpan.FromMilliseconds(300)));

        var first = late.Peer.VideoSlots.First().InOrder.First();
        Assert.True(first.Content.IsKeyframe);
        Assert.Equal(0, first.Content.Index);
        Assert.Equal(1, ann.Peer.Camera.KeyframeRequests);
    }

    [Fact]
    public void Flush_PublisherKnowsOnlyFir_IsAskedByFirWithANewNumberEachTime()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { OffersPli = false });
        Assert.True(scene.Connect(ann));
        ann.Film();
        for (var i = 1; i <= 2; i++)
        {
            // More follows the last keyframe by then than is replayed.
            scene.Network.RunFor(TimeSpan.FromSeconds(20));
            var late = scene.Enter();
            Assert.True(scene.Connect(late));
            Assert.True(scene.Network.RunUntil(() => late.Peer.VideoSlots.First().CountDecodableFrames() > 3, TimeSpan.FromSeconds(1)));
            Assert.Equal(i, ann.Peer.Camera!.KeyframeRequests);
        }
    }

    [Fact]
    public void HandleDatagram_ManyKeyframeRequests_PublisherGetsAtMostTwoPerSecond()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var watchers = Enumerable.Range(0, 5).Select(_ => scene.Enter()).ToArray();
        Assert.True(scene.Connect([ann, .. watchers]));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        var before = ann.Peer.Camera!.KeyframeRequests;

        for (var i = 0; i < 300; i++)
        {
            foreach (var watcher in watchers)
            {
                watcher.Peer.RequestKeyframe(watcher.Peer.VideoSlots.First(), watcher.Sink);
            }

            scene.Network.RunFor(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(ann.Peer.Camera.KeyframeRequests - before, 5, 7);
    }

    [Fact]
    public void HandleDatagram_KeyframeRequestIsLost_IsRepeated()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        scene.Network.Filter = (from, to, _) => from != RelayScene.RelayAddress || to != ann.Address;
        var late = scene.Enter();
        Assert.True(scene.Connect(late));
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(0, late.Peer.VideoSlots.First().Received);

        scene.Network.Filter = null;
        Assert.True(scene.Network.RunUntil(() => late.Peer.VideoSlots.First().CountDecodableFrames() > 3, TimeSpan.FromSeconds(2)));
    }
}
