using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class ReplayTests
{
    [Fact]
    public void HandleDatagram_EveryDatagramOfATerminalComesTwice_IsForwardedOnce()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        scene.Network.Impair(ann.Address, RelayScene.RelayAddress, new Impairment(DuplicatePercent: 100));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.True(scene.Core.Counters.Replayed > 100);
        foreach (var slot in new[] { bob.Peer.AudioSlots.First(), bob.Peer.VideoSlots.First() })
        {
            Assert.NotEmpty(slot.Packets);
            Assert.Equal(slot.Packets.Count, slot.Packets.DistinctBy(packet => (packet.Content.Frame, packet.Content.Index)).Count());
        }
    }

    [Fact]
    public void HandleDatagram_OldMediaIsSentAgainLater_IsDroppedAndCounted()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        var caught = new List<byte[]>();
        scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == ann.Address && DatagramClassifier.Classify(datagram) is DatagramKind.Rtp or DatagramKind.Rtcp)
            {
                caught.Add([.. datagram]);
            }

            return true;
        };
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        ann.Stop(ann.Peer.Microphone!);
        scene.Network.Filter = null;
        var before = bob.Peer.AudioSlots.First().Received;
        foreach (var datagram in caught)
        {
            scene.Network.Send(ann.Address, RelayScene.RelayAddress, datagram);
        }

        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));

        Assert.Equal(caught.Count, scene.Core.Counters.Replayed + scene.Core.Counters.TooOld);
        Assert.Equal(before, bob.Peer.AudioSlots.First().Received);
    }

    [Fact]
    public void HandleDatagram_OneBitIsChanged_IsDroppedAndCounted()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        scene.Network.Filter = (from, _, datagram) =>
        {
            if (from == ann.Address && DatagramClassifier.Classify(datagram) == DatagramKind.Rtp)
            {
                datagram[^1] ^= 1;
            }

            return true;
        };
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.True(scene.Core.Counters.AuthenticationFailed > 40);
        Assert.Equal(0, bob.Peer.AudioSlots.First().Received);
    }
}
