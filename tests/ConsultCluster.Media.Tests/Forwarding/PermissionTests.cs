using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class PermissionTests
{
    [Fact]
    public void HandleDatagram_TerminalMayNotPublish_NothingIsForwarded()
    {
        using var scene = new RelayScene();
        var student = scene.Enter(grant: new SessionGrant(MayPublish: false, MaySubscribe: true, MayShareScreen: false));
        var bob = scene.Enter();
        Assert.True(scene.Connect(student, bob));
        student.Speak();
        student.Film();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(bob.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));
        Assert.NotEqual(0, scene.Core.Counters.UnknownSsrc);
        Assert.NotEmpty(student.Peer.AudioSlots.First().Packets);
    }

    [Fact]
    public void HandleDatagram_TerminalMayNotShareItsScreen_OnlyTheScreenIsNotForwarded()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter(new MediaPeerOptions { SendsScreen = true }, RelayScene.Everything with { MayShareScreen = false });
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Film();
        ann.Share();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        var publishers = bob.Peer.VideoSlots.SelectMany(slot => slot.Packets).Select(packet => packet.Content.PublisherSsrc).Distinct();
        Assert.Equal(ann.Peer.Camera!.Section.Ssrc, publishers.Single());
    }

    [Fact]
    public void Flush_TerminalMayNotSubscribe_ReceivesNothing()
    {
        using var scene = new RelayScene();
        var encoder = scene.Enter(grant: RelayScene.Everything with { MaySubscribe = false });
        var bob = scene.Enter();
        Assert.True(scene.Connect(encoder, bob));
        encoder.Speak();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Empty(encoder.Peer.Slots);
        Assert.NotEmpty(bob.Peer.AudioSlots.First().Packets);
    }
}
