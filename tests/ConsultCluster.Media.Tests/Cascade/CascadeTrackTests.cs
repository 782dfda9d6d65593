using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

/// <summary>The other relay follows every change of a track at its terminal.</summary>
public sealed class CascadeTrackTests
{
    [Fact]
    public void SetMuted_Publisher_NothingComesUntilItIsTakenBack()
    {
        using var scene = new CascadeScene();
        var (ann, bob) = Pair(scene);
        ann.Speak();
        ann.Film();
        scene.RunFor(2);
        SetMuted(scene, ann, muted: true);
        scene.RunFor(0.5);
        var received = bob.Peer.Slots.Values.Sum(slot => slot.Received);
        scene.RunFor(3);
        Assert.Equal(received, bob.Peer.Slots.Values.Sum(slot => slot.Received));

        SetMuted(scene, ann, muted: false);
        scene.RunFor(3);
        Assert.All(bob.Peer.Slots.Values.Where(slot => slot.Received > 0), slot => Assert.Equal(0, slot.CountMissing()));
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 135, 155);
        Assert.InRange(bob.Peer.AudioSlots.First().InOrder.Count(), 235, 255);
    }

    [Fact]
    public void CloseSession_PublisherLeaves_SlotsAreEmptiedAtTheOtherRelay()
    {
        using var scene = new CascadeScene();
        var (ann, bob) = Pair(scene);
        ann.Speak();
        ann.Film();
        scene.RunFor(1);
        Assert.Equal(2, bob.Slots.Count(slot => slot.RemotePublisher == ann.Name));
        scene.Relays[0].Core.CloseSession(ann.Key, scene.Network.Now, ann.Sink);
        scene.RunFor(0.3);

        Assert.All(bob.Slots, slot => Assert.Null(slot.RemotePublisher ?? slot.Source?.ToString()));
    }

    [Fact]
    public void TryOpenSession_PublisherReloads_ItsNewTracksTakeThePlace()
    {
        using var scene = new CascadeScene();
        var (ann, bob) = Pair(scene);
        ann.Film();
        scene.RunFor(2);
        var again = scene.Relays[0].Reload(ann);
        Assert.True(scene.Connect(again));
        again.Film();
        scene.RunFor(2);

        Assert.Single(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        var slot = bob.Peer.VideoSlots.First();
        Assert.Equal(2, slot.InOrder.Select(packet => packet.Content.PublisherSsrc).Distinct().Count());
        Assert.Equal(0, slot.CountMissing());
    }

    [Fact]
    public void HandleTimeout_ScreenIsNoLongerShared_SlotIsEmptiedAtTheOtherRelay()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var ann = scene.Relays[0].Enter(new MediaPeerOptions { SendsScreen = true });
        var bob = scene.Relays[1].Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Share();
        scene.RunFor(2);
        Assert.Contains(bob.Slots, slot => slot.Source == TrackSource.Screen);
        ann.Stop(ann.Peer.Screen!);
        scene.RunFor(7);
        Assert.DoesNotContain(bob.Slots, slot => slot.Source == TrackSource.Screen);
        ann.Share();
        scene.RunFor(2);
        Assert.Contains(bob.Slots, slot => slot.Source == TrackSource.Screen);
    }

    [Fact]
    public void HandleNack_KeyframesRequestedByMany_OneRequestPerIntervalCrossesTheLink()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var ann = scene.Relays[0].Enter();
        var others = Enumerable.Range(0, 8).Select(_ => scene.Relays[1].Enter()).ToArray();
        Assert.True(scene.Connect([ann, .. others]));
        ann.Film();
        scene.RunFor(3);
        var (crossed, asked) = (scene.Relays[1].Core.Cascade.Counters.KeyframeRequestsOut, ann.Peer.Camera!.KeyframeRequests);
        for (var i = 0; i < 100; i++)
        {
            foreach (var other in others)
            {
                other.Peer.RequestKeyframe(other.Peer.VideoSlots.First(), other.Sink);
            }

            scene.RunFor(0.02);
        }

        Assert.InRange(scene.Relays[1].Core.Cascade.Counters.KeyframeRequestsOut - crossed, 3, 5);
        Assert.InRange(ann.Peer.Camera!.KeyframeRequests - asked, 3, 5);
    }

    [Fact]
    public void SetLink_RekeyInMidFlow_NothingIsLost()
    {
        using var scene = new CascadeScene();
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(50)));
        var (ann, bob) = Pair(scene);
        ann.Film();
        ann.Speak();
        for (var generation = 2; generation < 6; generation++)
        {
            scene.RunFor(2);
            scene.Order(generation % 2, 1 - (generation % 2), generation);
            scene.RunFor(0.7);
            scene.Order(1 - (generation % 2), generation % 2, generation);
        }

        scene.RunFor(2);
        ann.Stop(ann.Peer.Camera!);
        scene.RunFor(1);

        Assert.Equal(5, scene.Measure(0, 1).Generation);
        Assert.Equal(0, bob.Peer.VideoSlots.First().CountMissing());
        Assert.Equal(0, scene.Relays[0].Core.Cascade.Counters.Resent);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 370, 390);
        Assert.Equal(0, scene.Relays[1].Core.Cascade.Counters.AuthenticationFailed);
    }

    [Fact]
    public void HandleHello_RelayRestarts_TracksAreAnnouncedAgain()
    {
        using var scene = new CascadeScene();
        var (ann, former) = Pair(scene);
        ann.Film();
        scene.RunFor(2);
        former.Vanish();
        scene.Restart(1);
        scene.Order(1, 0);
        scene.Share(1, [0]);
        var bob = scene.Relays[1].Enter();
        Assert.True(scene.Connect(bob));
        scene.RunFor(3);

        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 60, 100);
    }

    [Fact]
    public void HandleTimeout_LinkIsLost_TracksLeaveTheSlotsAfterFiveSecondsAndComeBack()
    {
        using var scene = new CascadeScene();
        var (ann, bob) = Pair(scene);
        ann.Film();
        scene.RunFor(1);
        scene.Network.Filter = (from, to, _) => from == ann.Address || to == ann.Address || from == bob.Address || to == bob.Address;
        scene.RunFor(5);
        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        scene.RunFor(1);
        Assert.DoesNotContain(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        scene.Network.Filter = null;
        scene.RunFor(3);

        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        var before = bob.Peer.VideoSlots.First().CountDecodableFrames();
        scene.RunFor(1);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames() - before, 25, 31);
    }

    [Fact]
    public void HandleAnnouncement_TerminalComesAgainOnAnotherRelay_TheNewestIsShownOnce()
    {
        using var scene = new CascadeScene(relays: 3);
        scene.Mesh();
        var ann = scene.Relays[0].Enter(name: "ann");
        var bob = scene.Relays[1].Enter(name: "bob");
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.RunFor(2);
        scene.Kill(0);
        var again = scene.Relays[2].Enter(name: "ann");
        Assert.True(scene.Connect(again));
        again.Film();
        scene.RunFor(1);

        // Its first relay is silent, and not yet lost.
        Assert.Single(bob.Slots, slot => slot.RemotePublisher == "ann");
        Assert.Contains(bob.Peer.VideoSlots.First().InOrder.TakeLast(10), packet => packet.Content.PublisherSsrc == again.Peer.Camera!.Section.Ssrc);
        Assert.All(again.Slots, slot => Assert.NotEqual("ann", slot.RemotePublisher));
    }

    [Fact]
    public void HandleAnnouncement_TerminalComesAgainWhileItsFirstRelayStillDelivers_ChangesOverWithoutAGap()
    {
        using var scene = new CascadeScene(relays: 3);
        scene.Mesh();
        var ann = scene.Relays[0].Enter(name: "ann");
        var bob = scene.Relays[1].Enter(name: "bob");
        var again = scene.Relays[2].Enter(name: "ann");
        Assert.True(scene.Connect(ann, bob, again));
        ann.Film();
        scene.RunFor(2);
        var before = bob.Peer.VideoSlots.First().CountDecodableFrames();

        again.Film();
        scene.RunFor(1);

        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames() - before, 29, 32);
        Assert.Single(bob.Slots, slot => slot.RemotePublisher == "ann");
        Assert.Contains(bob.Peer.VideoSlots.First().InOrder.TakeLast(10), packet => packet.Content.PublisherSsrc == again.Peer.Camera!.Section.Ssrc);
    }

    [Fact]
    public void TryActivateSession_TerminalStillSendsToTheRelayBefore_IsShownFromThereUntilItSendsHere()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var ann = scene.Relays[0].Enter(name: "ann");
        var bob = scene.Relays[1].Enter(name: "bob");
        var standby = scene.Relays[1].Enter(name: "ann", isStandby: true);
        Assert.True(scene.Connect(ann, bob, standby));
        ann.Film();
        scene.RunFor(2);

        Assert.True(scene.Relays[1].Core.TryActivateSession(standby.Key, scene.Network.Now));
        var before = bob.Peer.VideoSlots.First().CountDecodableFrames();
        scene.RunFor(1);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames() - before, 25, 31);

        standby.Film();
        scene.RunFor(1);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames() - before, 50, 62);
        Assert.Contains(bob.Peer.VideoSlots.First().InOrder.TakeLast(10), packet => packet.Content.PublisherSsrc == standby.Peer.Camera!.Section.Ssrc);
        Assert.DoesNotContain(bob.Slots, slot => slot.RemotePublisher == "ann");
    }

    [Fact]
    public void SetGroup_Route_TracksArePassedOnOverOneRelayAndNotFurther()
    {
        using var scene = new CascadeScene(relays: 4);
        scene.Link(0, 2);
        scene.Link(2, 1);
        scene.Link(1, 3);
        scene.Link(3, 0);
        scene.Share(0, [2, 3], (2, 3), (3, 2));
        scene.Share(2, [0, 1], (0, 1), (1, 0));
        scene.Share(1, [2, 3], (2, 3), (3, 2));
        scene.Share(3, [1, 0], (1, 0), (0, 1));
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.RunFor(3);

        // Every relay forwards everything in a ring; two routes lead to the other side, and no packet loops.
        Assert.Single(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 75, 91);
        Assert.Equal(0, bob.Peer.VideoSlots.First().CountMissing());
        Assert.All(ann.Slots, slot => Assert.Null(slot.RemotePublisher));
        Assert.Equal(0, scene.Relays[1].Core.Cascade.Counters.MediaOut);
        var passed = scene.Relays[2].Core.Cascade.Counters.MediaOut + scene.Relays[3].Core.Cascade.Counters.MediaOut;
        Assert.InRange(passed, ann.Peer.Camera!.Packets * 8 / 10, ann.Peer.Camera.Packets * 12 / 10);
    }

    [Fact]
    public void SetGroup_RouteIsTakenBack_TheDirectLinkServesAgain()
    {
        using var scene = new CascadeScene(relays: 3);
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.RunFor(2);
        Assert.Equal(0, scene.Relays[2].Core.Cascade.Counters.MediaOut);

        scene.Share(2, [0, 1], (0, 1), (1, 0));
        scene.RunFor(2);
        var passed = scene.Relays[2].Core.Cascade.Counters.MediaOut;
        Assert.True(passed > 100);
        Assert.Single(bob.Slots, slot => slot.RemotePublisher == ann.Name);

        scene.Share(2, [0, 1]);
        scene.RunFor(2);
        Assert.InRange(scene.Relays[2].Core.Cascade.Counters.MediaOut - passed, 0, 5);
        Assert.Single(bob.Slots, slot => slot.RemotePublisher == ann.Name);
        var before = bob.Peer.VideoSlots.First().CountDecodableFrames();
        scene.RunFor(1);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames() - before, 28, 31);
    }

    [Fact]
    public void RemoveLink_InMidCall_TracksLeaveTheSlotsAtOnce()
    {
        using var scene = new CascadeScene();
        var (ann, bob) = Pair(scene);
        ann.Film();
        scene.RunFor(1);
        Assert.Equal(LinkOrderResult.Done, scene.Relays[1].Core.Cascade.RemoveLink(CascadeScene.KeyOf(0), 1));
        scene.RunFor(1);

        Assert.All(bob.Slots, slot => Assert.Null(slot.RemotePublisher));
        Assert.Equal(LinkStatus.Silent, scene.Measure(0, 1).Status);
        scene.Order(1, 0);
        scene.RunFor(2);
        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == ann.Name);
    }

    private static (PeerSeat Ann, PeerSeat Bob) Pair(CascadeScene scene)
    {
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        return (ann, bob);
    }

    private static void SetMuted(CascadeScene scene, PeerSeat seat, bool muted)
    {
        scene.Relays[0].Core.SetMuted(seat.Key, TrackSource.Camera, muted, scene.Network.Now);
        scene.Relays[0].Core.SetMuted(seat.Key, TrackSource.Microphone, muted, scene.Network.Now);
    }
}
