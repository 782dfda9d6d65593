using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

/// <summary>A route over a third relay, where the direct link is bad.</summary>
public sealed class OverlayRouteTests
{
    /// <summary>
    /// A packet this much later than others was lost at least once: more than a good route's jitter, less than a round
    /// trip.
    /// </summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(60);

    [Fact]
    public void SetGroup_RouteOverACleanRelay_BeatsALossyDirectLink()
    {
        using var scene = new CascadeScene(relays: 3, seed: 8);
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(40), LossPercent: 25));
        scene.Impair(0, 2, new(Delay: TimeSpan.FromMilliseconds(25)));
        scene.Impair(2, 1, new(Delay: TimeSpan.FromMilliseconds(25)));
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.RunFor(2);
        var start = scene.Network.Now;
        scene.RunFor(10);
        var changed = scene.Network.Now;
        scene.Share(2, [0, 1], (0, 1), (1, 0));
        scene.Share(0, [2]);
        scene.Share(1, [2]);
        scene.RunFor(2);
        var settled = scene.Network.Now;
        scene.RunFor(10);

        Assert.InRange(ShareOfLate(bob, start, changed), 0.15, 0.5);
        Assert.InRange(ShareOfLate(bob, settled, scene.Network.Now), 0, 0.01);
        Assert.Single(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        Assert.True(scene.Measure(1, 0).LossInPercent > 10);
        Assert.InRange(scene.Measure(1, 2).RoundTripMs!.Value, 49, 53);
    }

    /// <summary>Frames are sent at a steady rate, so the earliest arrival determines when each one is due.</summary>
    private static double ShareOfLate(PeerSeat seat, MonoTime from, MonoTime to)
    {
        var all = seat.Peer.VideoSlots.First().Packets;
        var earliest = all.Min(packet => packet.At - Offset(packet.Content.Frame));
        var window = all.Where(packet => packet.At >= from && packet.At < to).ToArray();
        return window.Count(packet => packet.At - Offset(packet.Content.Frame) - earliest > Late) / (double)window.Length;
    }

    private static TimeSpan Offset(uint frame) => TimeSpan.FromTicks(TimeSpan.TicksPerSecond / 30 * frame);
}
