using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class RoamingTests
{
    [Fact]
    public void HandleDatagram_TerminalChangesItsAddress_MediaContinuesBothWaysWithinASecond()
    {
        using var scene = new RelayScene();
        scene.Network.Default = new Impairment(Delay: TimeSpan.FromMilliseconds(20));
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        bob.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        ann.Move(TransportAddress.FromIPv4(0xC0A80001, 6000));
        scene.Network.RunFor(TimeSpan.FromMilliseconds(200));
        var atAnn = ann.Peer.AudioSlots.First().Received;
        var atBob = bob.Peer.AudioSlots.First().Received;
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.InRange(ann.Peer.AudioSlots.First().Received - atAnn, 45, 55);
        Assert.InRange(bob.Peer.AudioSlots.First().Received - atBob, 45, 55);
        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
    }

    [Fact]
    public void HandleDatagram_MediaFromAnAddressThatProvedNothing_IsDroppedAndCounted()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        byte[]? caught = null;
        scene.Network.Filter = (from, _, datagram) =>
        {
            caught = from == ann.Address && DatagramClassifier.Classify(datagram) == DatagramKind.Rtp ? datagram : caught;
            return caught is null;
        };
        scene.Network.RunUntil(() => caught is not null, TimeSpan.FromSeconds(1));
        scene.Network.Filter = null;
        ann.Stop(ann.Peer.Microphone!);
        scene.Network.Send(RelayScene.AddressOf(99), RelayScene.RelayAddress, caught!);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, scene.Core.Counters.UnknownSources);
        Assert.Equal(0, bob.Peer.AudioSlots.First().Received);
    }
}
