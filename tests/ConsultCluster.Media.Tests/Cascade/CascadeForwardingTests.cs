using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

/// <summary>One group on several relays.</summary>
public sealed class CascadeForwardingTests
{
    private static readonly Impairment Bad = new(
        Delay: TimeSpan.FromMilliseconds(55),
        Jitter: TimeSpan.FromMilliseconds(8),
        LossPercent: 5,
        DuplicatePercent: 2,
        ReorderPercent: 5,
        ReorderDelay: TimeSpan.FromMilliseconds(6));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flush_TwoRelays_SoundAndPicturesArriveWhole(bool isBad)
    {
        using var scene = new CascadeScene(seed: 5);
        if (isBad)
        {
            scene.Impair(0, 1, Bad);
        }

        scene.Mesh();
        Assert.True(scene.Connect(0, 1));
        var ann = scene.Relays[0].Enter();
        var bob = scene.Relays[1].Enter();
        var cyd = scene.Relays[1].Enter();
        Assert.True(scene.Connect(ann, bob, cyd));
        ann.Speak();
        ann.Film();
        scene.RunFor(20);
        ann.Stop(ann.Peer.Camera!);
        ann.Stop(ann.Peer.Microphone!);
        scene.RunFor(2);

        foreach (var seat in new[] { bob, cyd })
        {
            var picture = seat.Peer.VideoSlots.First();
            Assert.Equal(0, picture.CountMissing());
            Assert.InRange(picture.CountDecodableFrames(), 580, 601);
            var sound = seat.Peer.AudioSlots.First();
            Assert.Equal(0, sound.CountMissing());
            Assert.InRange(sound.InOrder.Count(), 980, 1001);
            Assert.All(sound.InOrder, packet => Assert.NotNull(packet.AudioLevel));
            Assert.Contains(seat.Slots, slot => slot is { Publisher: null, Source: TrackSource.Camera } && slot.RemotePublisher == ann.Name);
        }

        // One copy over the link, whatever the number of receivers.
        var counters = scene.Relays[0].Core.Cascade.Counters;
        var published = ann.Peer.Camera!.Packets + ann.Peer.Microphone!.Packets;
        Assert.InRange(counters.MediaOut - counters.Resent, published * 97 / 100, published);
        Assert.InRange(counters.Resent, isBad ? published * 3 / 100 : 0, isBad ? published * 15 / 100 : 0);
        Assert.Equal(0, ann.Peer.VideoSlots.Sum(slot => slot.Received));
    }

    [Fact]
    public void Flush_ThreeRelays_EveryoneReceivesEveryoneOnceAndNothingGoesInCircles()
    {
        using var scene = new CascadeScene(relays: 3);
        scene.Mesh();
        var seats = scene.Relays.Select(relay => relay.Enter(new MediaPeerOptions { AudioSlots = 4, VideoSlots = 4 })).ToArray();
        Assert.True(scene.Connect(seats));
        foreach (var seat in seats)
        {
            seat.Speak();
            seat.Film();
        }

        scene.RunFor(5);
        foreach (var seat in seats)
        {
            Assert.Equal(
                seats.Where(other => other != seat).Select(other => other.Name),
                seat.Slots.Where(slot => slot.Source == TrackSource.Camera).Select(slot => slot.RemotePublisher).Order());
            Assert.All(seat.Peer.VideoSlots.Take(2), slot => Assert.InRange(slot.CountDecodableFrames(), 120, 151));
            Assert.All(seat.Peer.VideoSlots.Skip(2), slot => Assert.Equal(0, slot.Received));
        }

        foreach (var relay in scene.Relays)
        {
            var published = seats.Sum(seat => seat.Peer.Camera!.Packets + seat.Peer.Microphone!.Packets) / 3;
            Assert.InRange(relay.Core.Cascade.Counters.MediaOut, published * 2 * 9 / 10, published * 2);
        }
    }

    [Fact]
    public void Flush_NobodyToReceive_NothingIsSentOverTheLink()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var ann = scene.Relays[0].Enter();
        var bob = scene.Relays[1].Enter(grant: RelayScene.Everything with { MaySubscribe = false });
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        scene.RunFor(3);
        Assert.Equal(0, scene.Relays[0].Core.Cascade.Counters.MediaOut);

        var cyd = scene.Relays[1].Enter();
        Assert.True(scene.Connect(cyd));
        scene.RunFor(2);
        Assert.InRange(cyd.Peer.VideoSlots.First().CountDecodableFrames(), 50, 61);
        var sent = scene.Relays[0].Core.Cascade.Counters.MediaOut;
        Assert.True(sent > 0);

        scene.Relays[1].Core.CloseSession(cyd.Key, scene.Network.Now, cyd.Sink);
        scene.RunFor(0.2);
        sent = scene.Relays[0].Core.Cascade.Counters.MediaOut;
        scene.RunFor(2);
        Assert.Equal(sent, scene.Relays[0].Core.Cascade.Counters.MediaOut);
    }

    [Fact]
    public void Flush_ReceiverReturnsAfterAPause_NothingOldIsRequested()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var ann = scene.Relays[0].Enter();
        Assert.True(scene.Connect(ann));
        ann.Film();
        for (var i = 0; i < 3; i++)
        {
            var bob = scene.Relays[1].Enter();
            Assert.True(scene.Connect(bob));
            scene.RunFor(2);
            Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 50, 62);
            scene.Relays[1].Core.CloseSession(bob.Key, scene.Network.Now, bob.Sink);
            scene.RunFor(1);
        }

        Assert.Equal(0, scene.Relays[1].Core.Cascade.Counters.NacksOut);
    }

    [Fact]
    public void SetGroup_OrdersComeInAnyOrder_MediaFlows()
    {
        using var scene = new CascadeScene();
        scene.Share(0, [1]);
        var ann = scene.Relays[0].Enter();
        Assert.True(scene.Connect(ann));
        ann.Film();
        scene.RunFor(1);
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(1);
        var bob = scene.Relays[1].Enter();
        Assert.True(scene.Connect(bob));
        scene.RunFor(1);
        Assert.All(bob.Slots, slot => Assert.Null(slot.RemotePublisher));

        scene.Share(1, [0]);
        scene.RunFor(2);
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 50, 62);
    }

    [Fact]
    public void SetGroup_PeerIsTakenOut_ItsTracksLeaveTheSlotsAtBothEnds()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        bob.Film();
        scene.RunFor(2);
        Assert.Contains(ann.Slots, slot => slot.RemotePublisher == bob.Name);

        scene.Share(0, []);
        scene.RunFor(1);
        Assert.All(ann.Slots, slot => Assert.Null(slot.RemotePublisher));
        Assert.All(bob.Slots, slot => Assert.Null(slot.RemotePublisher));
        var sent = scene.Relays[1].Core.Cascade.Counters.MediaOut;
        scene.RunFor(1);
        Assert.Equal(sent, scene.Relays[1].Core.Cascade.Counters.MediaOut);

        scene.Share(0, [1]);
        scene.RunFor(2);
        Assert.Contains(ann.Slots, slot => slot.RemotePublisher == bob.Name);
        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == ann.Name);
    }

    [Fact]
    public void CloseRouter_AtOneRelay_NothingIsLeftOfTheGroupThere()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        bob.Film();
        scene.RunFor(2);
        scene.Relays[0].Core.CloseRouter(CascadeScene.Router, scene.Network.Now, ann.Sink);
        scene.RunFor(1);

        Assert.Equal(0, scene.Relays[0].Core.SessionCount);
        Assert.All(bob.Slots, slot => Assert.Null(slot.RemotePublisher));
        Assert.Equal(LinkStatus.Up, scene.Measure(0, 1).Status);
        var sent = scene.Relays[1].Core.Cascade.Counters.MediaOut;
        scene.RunFor(1);
        Assert.Equal(sent, scene.Relays[1].Core.Cascade.Counters.MediaOut);
    }

    [Fact]
    public void Flush_SenderReports_SoundAndPictureStayTogetherOverTheLink()
    {
        using var scene = new CascadeScene(seed: 9);
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(70), Jitter: TimeSpan.FromMilliseconds(20)));
        scene.Mesh();
        var (ann, bob) = (scene.Relays[0].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        scene.RunFor(8);
        var (sound, picture) = (bob.Peer.AudioSlots.First(), bob.Peer.VideoSlots.First());

        // A packet's capture time by the relay's reports: the same for what was sent at the same moment.
        var ages = new List<double>();
        foreach (var slot in new[] { sound, picture })
        {
            var report = slot.SenderReport!.Value;
            var last = slot.InOrder.Last();
            var rate = slot.Section.Kind == MediaKind.Audio ? 48_000.0 : 90_000.0;
            var captured = report.At - TimeSpan.FromSeconds((int)(report.Timestamp - last.Timestamp) / rate);
            ages.Add((last.At - captured).TotalMilliseconds);
        }

        Assert.InRange(ages[0] - ages[1], -35, 35);
    }
}
