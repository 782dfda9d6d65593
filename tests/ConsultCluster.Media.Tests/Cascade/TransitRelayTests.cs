using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

/// <summary>
/// Two relays connected over a third one without terminals of the group, with the orders of a cluster: both routes are
/// open during the change.
/// </summary>
public sealed class TransitRelayTests
{
    [Fact]
    public void SetGroup_OverARelayWithoutTerminals_SoundAndPicturesFlowBothWays()
    {
        using var scene = new CascadeScene(relays: 3);
        var (ann, bob) = OverTheThird(scene);
        Publish(ann, bob);
        scene.RunFor(3);

        foreach (var (seat, other) in new[] { (ann, bob), (bob, ann) })
        {
            Assert.Single(seat.Slots, slot => slot.Source == TrackSource.Camera && slot.RemotePublisher == other.Name);
            Assert.InRange(seat.Peer.VideoSlots.First().CountDecodableFrames(), 78, 91);
            Assert.Equal(0, seat.Peer.VideoSlots.First().CountMissing());
            Assert.InRange(seat.Peer.AudioSlots.First().Received, 130, 151);
        }

        Assert.Equal(0, scene.Measure(0, 1).LossInPercent);
    }

    [Fact]
    public void HandleNack_BothLinksLose_EachRepairsItsOwn()
    {
        using var scene = new CascadeScene(relays: 3, seed: 4);
        scene.Impair(0, 2, new(Delay: TimeSpan.FromMilliseconds(10), LossPercent: 10));
        scene.Impair(2, 1, new(Delay: TimeSpan.FromMilliseconds(10), LossPercent: 10));
        var (ann, bob) = OverTheThird(scene);
        Publish(ann, bob);
        scene.RunFor(10);
        ann.Stop(ann.Peer.Camera!);
        bob.Stop(bob.Peer.Camera!);
        scene.RunFor(2);

        Assert.All(new[] { ann, bob }, seat => Assert.Equal(0, seat.Peer.VideoSlots.First().CountMissing()));
        Assert.InRange(scene.Relays[2].Core.Cascade.Counters.Resent, 100, 1_000);
        Assert.InRange(scene.Relays[0].Core.Cascade.Counters.Resent, 50, 500);

        // Losses between the publisher's relay and the third one were requested on that link, not by terminals.
        Assert.Equal(0, ann.Peer.Camera!.Nacks);
    }

    [Fact]
    public void HandleKeyframes_RequestedOverTheThirdRelay_ReachThePublisherOncePerInterval()
    {
        using var scene = new CascadeScene(relays: 3);
        var (ann, bob) = OverTheThird(scene);
        Publish(ann);
        scene.RunFor(3);
        var asked = ann.Peer.Camera!.KeyframeRequests;
        for (var i = 0; i < 100; i++)
        {
            bob.Peer.RequestKeyframe(bob.Peer.VideoSlots.First(), bob.Sink);
            scene.RunFor(0.02);
        }

        Assert.InRange(ann.Peer.Camera!.KeyframeRequests - asked, 2, 5);
    }

    [Fact]
    public void CloseSession_OverTheThirdRelay_LeavesTheSlotsAtOnce()
    {
        using var scene = new CascadeScene(relays: 3);
        var (ann, bob) = OverTheThird(scene);
        Publish(ann, bob);
        scene.RunFor(2);
        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == ann.Name);

        scene.Relays[0].Core.CloseSession(ann.Key, scene.Network.Now, ann.Sink);
        scene.RunFor(1);

        Assert.All(bob.Slots, slot => Assert.Null(slot.RemotePublisher));
        var passed = scene.Relays[2].Core.Cascade.Counters.MediaOut;
        scene.RunFor(1);
        Assert.InRange(scene.Relays[2].Core.Cascade.Counters.MediaOut - passed, 0, 1);
    }

    [Fact]
    public void SetGroup_ThereAndBackWithBothWaysOpen_NoFrameIsLostAndNobodyIsInTwoSlots()
    {
        using var scene = new CascadeScene(relays: 3);
        foreach (var (one, other) in new[] { (0, 1), (0, 2), (2, 1) })
        {
            scene.Impair(one, other, new(Delay: TimeSpan.FromMilliseconds(30)));
        }

        scene.Mesh();
        Direct(scene);
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        Publish(ann, bob);
        scene.RunFor(3);
        var before = Frames(ann, bob);

        for (var round = 1; round <= 2; round++)
        {
            Both(scene);
            scene.RunFor(3);
            Over(scene);
            scene.RunFor(2);
            var passed = scene.Relays[2].Core.Cascade.Counters.MediaOut;
            scene.RunFor(1);
            Assert.InRange(scene.Relays[2].Core.Cascade.Counters.MediaOut - passed, 200, 340);

            Both(scene);
            scene.RunFor(3);
            Direct(scene);
            scene.RunFor(2);
            passed = scene.Relays[2].Core.Cascade.Counters.MediaOut;
            scene.RunFor(1);
            Assert.Equal(passed, scene.Relays[2].Core.Cascade.Counters.MediaOut);
            Assert.All(new[] { (ann, bob), (bob, ann) }, pair => Assert.Single(
                pair.Item1.Slots, slot => slot.Source == TrackSource.Camera && slot.RemotePublisher == pair.Item2.Name));

            // Twelve seconds at 30 frames/s; a longer or shorter route catches up with the next frames.
            var after = Frames(ann, bob);
            Assert.InRange(after.Ann - before.Ann, 355, 362);
            Assert.InRange(after.Bob - before.Bob, 355, 362);
            before = after;
        }
    }

    [Fact]
    public void SetGroup_ThirdRelayIsGone_DirectWayDeliversAfterOneKeyframe()
    {
        using var scene = new CascadeScene(relays: 3);
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(30)));
        var (ann, bob) = OverTheThird(scene);
        Publish(ann, bob);
        scene.RunFor(3);
        var asked = ann.Peer.Camera!.KeyframeRequests;

        scene.Kill(2);
        scene.Share(0, [1]);
        scene.Share(1, [0]);
        var before = Frames(ann, bob);
        scene.RunFor(2);
        var after = Frames(ann, bob);

        // A round trip, a frame interval, and the packets in flight.
        Assert.InRange(after.Bob - before.Bob, 50, 61);
        Assert.InRange(after.Ann - before.Ann, 50, 61);
        Assert.Equal(1, ann.Peer.Camera!.KeyframeRequests - asked);
    }

    /// <summary>The third relay also has a terminal: each terminal receives every other one exactly once.</summary>
    [Fact]
    public void SetGroup_ThirdRelayHasATerminalAsWell_EachSeesTheTwoOthersOnce()
    {
        using var scene = new CascadeScene(relays: 3);
        var (ann, bob) = OverTheThird(scene);
        var cat = scene.Relays[2].Enter();
        Assert.True(scene.Connect(cat));
        PeerSeat[] all = [ann, bob, cat];
        Publish(all);
        scene.RunFor(3);

        Assert.All(all, seat => Assert.Equal(
            all.Where(other => other != seat).Select(other => other.Name).Order(StringComparer.Ordinal),
            seat.Slots.Where(slot => slot.Source == TrackSource.Camera).Select(slot => slot.RemotePublisher).Order(StringComparer.Ordinal)));
        Assert.All(all, seat => Assert.All(seat.Peer.VideoSlots, slot => Assert.InRange(slot.CountDecodableFrames(), 70, 91)));
    }

    private static (PeerSeat Ann, PeerSeat Bob) OverTheThird(CascadeScene scene)
    {
        scene.Mesh();
        Over(scene);
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        return (ann, bob);
    }

    private static void Direct(CascadeScene scene)
    {
        scene.Share(0, [1]);
        scene.Share(1, [0]);
        scene.Share(2, []);
    }

    private static void Both(CascadeScene scene)
    {
        scene.Share(0, [1, 2]);
        scene.Share(1, [0, 2]);
        scene.Share(2, [0, 1], (0, 1), (1, 0));
    }

    private static void Over(CascadeScene scene)
    {
        scene.Share(0, [2]);
        scene.Share(1, [2]);
        scene.Share(2, [0, 1], (0, 1), (1, 0));
    }

    private static void Publish(params PeerSeat[] seats)
    {
        foreach (var seat in seats)
        {
            seat.Film();
            seat.Speak();
        }
    }

    private static (int Ann, int Bob) Frames(PeerSeat ann, PeerSeat bob) => (CountShown(ann.Peer.VideoSlots.First()), CountShown(bob.Peer.VideoSlots.First()));

    /// <summary>
    /// Distinct frames that a decoder shows: complete, and after the previous one or from a keyframe. When a longer
    /// route replaces a shorter one, frames from its first keyframe on may repeat.
    /// </summary>
    private static int CountShown(PeerSlot slot)
    {
        var shown = new HashSet<uint>();
        uint? last = null;
        var packets = 0;
        PeerPayload before = default;
        foreach (var content in slot.InOrder.Select(packet => packet.Content))
        {
            packets = packets > 0 && content.Frame == before.Frame && content.Index == before.Index + 1 ? packets + 1 : content.Index == 0 ? 1 : 0;
            before = content;
            if (packets == content.Count && (content.IsKeyframe || last == content.Frame - 1))
            {
                shown.Add(content.Frame);
                last = content.Frame;
            }
        }

        return shown.Count;
    }
}
