using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>A standby session receives nothing and is in no slots until it is activated.</summary>
public sealed class StandbyActivationTests
{
    [Fact]
    public void TryOpenSession_Standby_IsInNobodysSlotsAndGetsNothing()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var standby = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, standby));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(5));

        Assert.All(standby.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));
        Assert.All(ann.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));
        Assert.All(ann.Slots, slot => Assert.Null(slot.Publisher));
        Assert.Empty(scene.EventsOf<SlotsChanged>(standby));
        Assert.Empty(scene.EventsOf<MediaChanged>(standby));
        Assert.Equal(0, scene.Core.Counters.RtpOut);
    }

    [Fact]
    public void HandleDatagram_MediaOnStandby_ActivatesItFromTheFirstPacketOn()
    {
        using var scene = new RelayScene();
        scene.Network.Default = new(Delay: TimeSpan.FromMilliseconds(20));
        var ann = scene.Enter();
        var standby = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, standby));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(5));
        standby.Speak();
        standby.Film();
        scene.Network.RunFor(TimeSpan.FromMilliseconds(300));

        Assert.False(scene.Core.IsStandby(standby.Key));
        Assert.True(scene.EventsOf<MediaChanged>(standby).Last().Sends);
        Assert.Contains(standby.Slots, slot => slot.Publisher == ann.Key && slot.Source == TrackSource.Camera);
        Assert.InRange(standby.Peer.VideoSlots.First().CountDecodableFrames(), 5, 9);
        Assert.Equal(0, ann.Peer.AudioSlots.First().CountMissing());
        Assert.InRange(ann.Peer.AudioSlots.First().Received, 11, 15);
    }

    [Fact]
    public void TryActivateSession_AlreadyActive_RaisesItsStateAgain()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var standby = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, standby));
        standby.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        var told = scene.EventsOf<SlotsChanged>(standby).Count();

        Assert.True(scene.Core.TryActivateSession(standby.Key, scene.Now));
        scene.Relay.Drain();

        Assert.Equal(told + 1, scene.EventsOf<SlotsChanged>(standby).Count());
        Assert.True(scene.EventsOf<MediaChanged>(standby).Last().Sends);
    }

    [Fact]
    public void TryActivateSession_Standby_MediaFlowsBothWaysWithoutAHandshake()
    {
        using var scene = new RelayScene();
        scene.Network.Default = new(Delay: TimeSpan.FromMilliseconds(20));
        var ann = scene.Enter();
        var standby = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, standby));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(70));
        var dtls = 0;
        scene.Network.Filter = (_, _, datagram) =>
        {
            dtls += DatagramClassifier.Classify(datagram) == DatagramKind.Dtls ? 1 : 0;
            return true;
        };
        Assert.True(scene.Core.TryActivateSession(standby.Key, scene.Now));
        standby.Speak();
        standby.Film();
        scene.Relay.Drain();
        scene.Network.RunFor(TimeSpan.FromMilliseconds(300));

        Assert.Equal(0, dtls);
        Assert.Contains(standby.Slots, slot => slot.Publisher == ann.Key && slot.Source == TrackSource.Camera);
        Assert.Contains(ann.Slots, slot => slot.Publisher == standby.Key && slot.Source == TrackSource.Camera);

        // The keyframe is requested at once: decodable after a round trip and a frame.
        Assert.InRange(standby.Peer.VideoSlots.First().CountDecodableFrames(), 5, 9);
        Assert.InRange(standby.Peer.AudioSlots.First().Received, 12, 16);
        Assert.InRange(ann.Peer.VideoSlots.First().CountDecodableFrames(), 6, 10);
    }

    [Fact]
    public void TryActivateSession_MutedWhileStandby_StaysMuted()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var standby = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, standby));
        scene.Core.SetMuted(standby.Key, TrackSource.Microphone, muted: true, scene.Now);
        scene.Core.TryActivateSession(standby.Key, scene.Now);
        standby.Speak();
        standby.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(ann.Peer.AudioSlots, slot => Assert.Equal(0, slot.Received));
        Assert.True(ann.Peer.VideoSlots.First().Received > 0);
    }

    [Fact]
    public void TryActivateSession_Unknown_ChangesNothing()
    {
        using var scene = new RelayScene();
        Assert.True(scene.Connect(scene.Enter()));
        var events = scene.Relay.Events.Count;
        Assert.False(scene.Core.TryActivateSession(new(99), scene.Now));
        scene.Relay.Drain();

        Assert.Equal(events, scene.Relay.Events.Count);
    }

    [Fact]
    public void TryOpenSession_OfferedAgain_StandbyStaysAndActiveBecomesStandby()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, bob));
        bob.Peer.RestartIce();
        bob.Offer();
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.All(bob.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));

        bob.IsStandby = false;
        bob.Offer();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(bob.Peer.AudioSlots.First().Received > 40);
        Assert.Contains(ann.Slots, slot => slot.Publisher == bob.Key);

        bob.Stop(bob.Peer.Microphone!);
        bob.IsStandby = true;
        bob.Offer();
        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));
        var received = bob.Peer.AudioSlots.First().Received;
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(received, bob.Peer.AudioSlots.First().Received);
        Assert.All(ann.Slots, slot => Assert.Null(slot.Publisher));
    }

    [Fact]
    public void HandleTimeout_StandbyBesideMedia_NothingIsSentToItAndOnlySilenceWakesIt()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        var standby = scene.Enter(isStandby: true);
        Assert.True(scene.Connect(ann, bob, standby));
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        var media = 0;
        scene.Network.Filter = (_, to, datagram) =>
        {
            media += to == standby.Address && DatagramClassifier.Classify(datagram) != DatagramKind.Stun ? 1 : 0;
            return true;
        };
        scene.Network.RunFor(TimeSpan.FromSeconds(20));

        Assert.Equal(0, media);
        Assert.Empty(scene.EventsOf<SessionQuality>(standby));
    }

    [Fact]
    public void TryActivateSession_OnAnotherRelay_TheOthersSeeTheTerminalOnThere()
    {
        using var scene = new CascadeScene(relays: 3);
        scene.Mesh();
        var ann = scene.Relays[0].Enter(name: "ann");
        var bob = scene.Relays[1].Enter(name: "bob");
        var standby = scene.Relays[2].Enter(name: "ann", isStandby: true);
        Assert.True(scene.Connect(ann, bob, standby));
        ann.Film();
        bob.Film();
        scene.RunFor(3);
        Assert.Equal(0, scene.Relays[2].Core.Cascade.Counters.MediaOut);
        Assert.Equal(0, scene.Relays[2].Core.Cascade.Counters.MediaIn);

        scene.Kill(0);
        scene.Relays[2].Core.TryActivateSession(standby.Key, scene.Network.Now);
        standby.Film();
        scene.RunFor(0.5);

        Assert.Contains(bob.Slots, slot => slot.RemotePublisher == "ann");
        Assert.InRange(bob.Peer.VideoSlots.First().InOrder.Count(packet => packet.Content.PublisherSsrc == standby.Peer.Camera!.Section.Ssrc), 25, 48);
        Assert.InRange(standby.Peer.VideoSlots.First().CountDecodableFrames(), 10, 16);
    }
}
