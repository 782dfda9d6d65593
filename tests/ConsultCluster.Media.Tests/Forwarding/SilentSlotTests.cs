using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>A track that is silent gives its slot to one that is not; what its owner says of a share decides.</summary>
public sealed class SilentSlotTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Assign_EncoderDiedAndAnotherSends_TakesTheOnlySlotWithinTwoSeconds(bool sendsBefore)
    {
        using var scene = new RelayScene();
        var (player, dead, live) = (scene.Enter(OneSlot), scene.Enter(), scene.Enter());
        Assert.True(scene.Connect(player, dead, live));
        dead.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        if (sendsBefore)
        {
            live.Film();
            scene.Network.RunFor(TimeSpan.FromSeconds(2));
            Assert.Equal(dead.Key, player.Slots.Single(slot => slot.Source is not null).Publisher);
        }

        dead.Vanish();
        live.Film();
        Assert.True(scene.Network.RunUntil(() => Shows(player, live), TimeSpan.FromSeconds(2.1)));
        Assert.Equal(live.Key, player.Slots.Single(slot => slot.Source is not null).Publisher);
    }

    [Fact]
    public void Assign_EncoderOnAnotherRelayDied_TakesTheOnlySlotWithinTwoAndAHalfSeconds()
    {
        using var scene = new CascadeScene();
        scene.Mesh();
        var (player, dead, live) = (scene.Relays[0].Enter(OneSlot), scene.Relays[1].Enter(), scene.Relays[1].Enter());
        Assert.True(scene.Connect(player, dead, live));
        dead.Film();
        scene.RunFor(2);
        live.Film();
        scene.RunFor(2);
        Assert.True(Shows(player, dead));
        dead.Vanish();

        Assert.True(scene.Network.RunUntil(() => Shows(player, live), TimeSpan.FromSeconds(2.5)));
    }

    [Fact]
    public void Assign_BothSend_TheFirstKeepsTheSlot()
    {
        using var scene = new RelayScene();
        var (player, first, second) = (scene.Enter(OneSlot), scene.Enter(), scene.Enter());
        Assert.True(scene.Connect(player, first, second));
        first.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        second.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(10));

        Assert.Single(scene.EventsOf<SlotsChanged>(player), change => change.Slots.Any(slot => slot.Source == TrackSource.Camera));
    }

    [Fact]
    public void Assign_NobodyElseSends_TheSilentTrackStays()
    {
        using var scene = new RelayScene();
        var (player, ann) = (scene.Enter(OneSlot), scene.Enter());
        Assert.True(scene.Connect(player, ann));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Stop(ann.Peer.Camera!);
        scene.Network.RunFor(TimeSpan.FromSeconds(10));
        Assert.Contains(player.Slots, slot => slot.Source == TrackSource.Camera);

        ann.Film();
        var before = player.Peer.VideoSlots.First().CountDecodableFrames();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.InRange(player.Peer.VideoSlots.First().CountDecodableFrames() - before, 25, 31);
    }

    [Fact]
    public void Assign_HolderMutesItsCamera_AnotherTakesTheOnlySlotAtOnce()
    {
        using var scene = new RelayScene();
        var (player, first, second) = (scene.Enter(OneSlot), scene.Enter(), scene.Enter());
        Assert.True(scene.Connect(player, first, second));
        first.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        second.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        scene.Core.SetMuted(first.Key, TrackSource.Camera, muted: true, scene.Now);

        Assert.True(scene.Network.RunUntil(() => Shows(player, second), TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void SetMuted_EndedShareStillSendsAPacketASecond_ItsSlotIsFreeAtOnceAndTheNextShareAppears()
    {
        using var scene = new RelayScene();
        var (player, ann, bob) = (
            scene.Enter(OneSlot), scene.Enter(new MediaPeerOptions { SendsScreen = true }), scene.Enter(new MediaPeerOptions { SendsScreen = true }));
        Assert.True(scene.Connect(player, ann, bob));
        Say(scene, ann, isOn: true);
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(ann.Key, Screen(player)?.Publisher);

        Say(scene, ann, isOn: false);
        ann.Peer.Pace(ann.Peer.Screen!, TimeSpan.FromSeconds(1), 1, 100, scene.Now);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(20));
        Assert.Null(Screen(player));
        scene.Network.RunFor(TimeSpan.FromSeconds(10));
        Assert.Null(Screen(player));

        Say(scene, bob, isOn: true);
        bob.Share();
        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));
        Assert.Equal(bob.Key, Screen(player)?.Publisher);
        Say(scene, bob, isOn: false);

        Say(scene, ann, isOn: true);
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromMilliseconds(500));
        Assert.Equal(ann.Key, Screen(player)?.Publisher);
        Assert.Equal(ann.Peer.Screen!.Ssrc, player.Peer.VideoSlots.First().Packets[^1].Content.PublisherSsrc);
    }

    [Fact]
    public void HandleTimeout_ShareThatIsOnIsStill_KeepsItsSlotAlsoAgainstACamera()
    {
        using var scene = new RelayScene();
        var (player, ann, bob) = (scene.Enter(OneSlot), scene.Enter(new MediaPeerOptions { SendsScreen = true }), scene.Enter());
        Assert.True(scene.Connect(player, ann, bob));
        Say(scene, ann, isOn: true);
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Stop(ann.Peer.Screen!);
        bob.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(30));

        Assert.Equal(ann.Key, Screen(player)?.Publisher);
    }

    private static MediaPeerOptions OneSlot => new() { SendsAudio = false, SendsVideo = false, AudioSlots = 1, VideoSlots = 1 };

    /// <summary>As the room says it: what is not on is muted.</summary>
    private static void Say(RelayScene scene, PeerSeat seat, bool isOn)
    {
        if (isOn)
        {
            scene.Core.SetMuted(seat.Key, TrackSource.Screen, muted: true, scene.Now);
        }

        scene.Core.SetMuted(seat.Key, TrackSource.Screen, muted: !isOn, scene.Now);
        scene.Relay.Drain();
    }

    private static SlotFill? Screen(PeerSeat seat)
    {
        var fill = seat.Slots.FirstOrDefault(slot => slot.Source == TrackSource.Screen);
        return fill.Source is null ? null : fill;
    }

    private static bool Shows(PeerSeat player, PeerSeat publisher) =>
        player.Peer.VideoSlots.First().Packets.LastOrDefault()?.Content.PublisherSsrc == publisher.Peer.Camera!.Ssrc;
}
