using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class RenegotiationTests
{
    [Fact]
    public void TryOpenSession_SameKeyWithMoreSlots_WaitingPublishersFillThemAndTheOthersContinue()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter(new MediaPeerOptions { AudioSlots = 1, VideoSlots = 0 });
        var seats = new[] { scene.Enter(), scene.Enter() };
        Assert.True(scene.Connect([watcher, .. seats]));
        seats[0].Speak();
        seats[1].Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Single(watcher.Slots, slot => slot.Publisher is not null);

        watcher.Peer.AddSlot(MediaKind.Audio);
        watcher.Offer();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(2, watcher.Slots.Count(slot => slot.Publisher is not null));
        Assert.All(watcher.Peer.AudioSlots, slot => Assert.InRange(slot.Packets.Count, 45, 105));
        Assert.All(watcher.Peer.AudioSlots, slot => Assert.Equal(0, slot.CountMissing()));
        Assert.Single(watcher.Peer.AudioSlots, slot => slot.Packets.Count > 95);
    }

    [Fact]
    public void TryOpenSession_IceRestart_SessionContinuesWithNewCredentials()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        ann.Peer.RestartIce();
        ann.Offer();
        ann.Move(TransportAddress.FromIPv4(0xC0A80002, 7777));
        scene.Network.RunFor(TimeSpan.FromSeconds(30));

        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
        Assert.InRange(ann.Peer.AudioSlots.First().Packets.Count, 1530, 1560);
        Assert.InRange(bob.Peer.AudioSlots.First().Packets.Count, 1530, 1560);
    }

    [Fact]
    public void TryOpenSession_NewCertificate_TransportIsReplacedAndSlotsAreFilledAgain()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        var again = scene.Reload(ann);
        Assert.True(scene.Connect(again));
        again.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(2, scene.Core.SessionCount);
        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
        Assert.InRange(again.Peer.AudioSlots.First().Packets.Count, 45, 55);
        Assert.Contains(bob.Slots, slot => slot.Publisher == ann.Key);
        Assert.Equal(
            [ann.Peer.Microphone!.Section.Ssrc, again.Peer.Microphone!.Section.Ssrc],
            bob.Peer.AudioSlots.First().InOrder.Select(packet => packet.Content.PublisherSsrc).Distinct());
        Assert.Equal(0, bob.Peer.AudioSlots.First().CountMissing());
    }

    [Fact]
    public void TryOpenSession_OfferIsRefused_OpenSessionContinues()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.False(scene.TryOpen(ann, "v=0\r\nnonsense", out _, out var refusal));
        Assert.NotEqual(SdpRefusal.None, refusal);
        var before = bob.Peer.AudioSlots.First().Received;
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.InRange(bob.Peer.AudioSlots.First().Received - before, 48, 51);
    }
}
