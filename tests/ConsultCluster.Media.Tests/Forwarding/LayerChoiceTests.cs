using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>A terminal sends several layers of one picture under one MID: the best is forwarded, in whatever order they begin.</summary>
public sealed class LayerChoiceTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / 30);

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public void HandleDatagram_ThreeLayers_TheLargestIsForwarded(int first, int second, int third)
    {
        using var scene = new RelayScene();
        var (ann, bob) = Enter(scene);
        foreach (var layer in new[] { first, second, third })
        {
            Send(scene, ann, layer);
            scene.Network.RunFor(TimeSpan.FromMilliseconds(5));
        }

        scene.Network.RunFor(TimeSpan.FromSeconds(1.2));
        var before = bob.Peer.VideoSlots.First().Packets.Count;
        scene.Network.RunFor(TimeSpan.FromSeconds(5));

        var slot = bob.Peer.VideoSlots.First();
        Assert.All(slot.Packets[before..], packet => Assert.Equal(ann.Peer.Tracks[2].Ssrc, packet.Content.PublisherSsrc));
        Assert.Equal(0, slot.CountMissing());
        Assert.InRange(slot.CountDecodableFrames(), 160, 190);
        Assert.Single(bob.Slots, fill => fill.Source is not null);
    }

    [Fact]
    public void HandleDatagram_TheLargestEndsAndReturns_TheNextIsForwardedMeanwhile()
    {
        using var scene = new RelayScene();
        var (ann, bob) = Enter(scene);
        for (var layer = 0; layer < 3; layer++)
        {
            Send(scene, ann, layer);
        }

        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        ann.Stop(ann.Peer.Tracks[2]);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(ann.Peer.Tracks[1].Ssrc, bob.Peer.VideoSlots.First().Packets[^1].Content.PublisherSsrc);

        Send(scene, ann, 2);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(ann.Peer.Tracks[2].Ssrc, bob.Peer.VideoSlots.First().Packets[^1].Content.PublisherSsrc);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 145, 185);
    }

    [Fact]
    public void HandleDatagram_LayersOnALossyWay_AreRepairedFromTheirOwnRetransmissions()
    {
        using var scene = new RelayScene();
        var (ann, bob) = Enter(scene);
        scene.Network.Impair(ann.Address, RelayScene.RelayAddress, new Impairment(Delay: TimeSpan.FromMilliseconds(10), LossPercent: 5));
        for (var layer = 0; layer < 3; layer++)
        {
            Send(scene, ann, layer);
        }

        scene.Network.RunFor(TimeSpan.FromSeconds(10));

        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 265, 305);
        Assert.NotEqual(0, ann.Peer.Tracks[2].Resent);
    }

    private static (PeerSeat Ann, PeerSeat Bob) Enter(RelayScene scene)
    {
        var ann = scene.Enter(new MediaPeerOptions { SendsAudio = false, FurtherVideos = 2, SignalsSsrc = false });
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        foreach (var track in ann.Peer.Tracks)
        {
            track.Mid = ann.Peer.Camera!.Section.Mid;
        }

        return (ann, bob);
    }

    private static void Send(RelayScene scene, PeerSeat seat, int layer) =>
        seat.Peer.Pace(seat.Peer.Tracks[layer], _interval, 1 << layer, 600 + (100 * layer), scene.Now);
}
