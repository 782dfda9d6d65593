using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class LossRecoveryTests
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(25);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void HandleDatagram_TenPercentLossOnOneWay_VideoIsRepaired(bool isUp, bool rtx)
    {
        using var scene = new RelayScene(seed: 7);
        scene.Network.Default = new Impairment(Delay: OneWay);
        var ann = scene.Enter(new MediaPeerOptions { OffersRtx = rtx });
        var bob = scene.Enter(new MediaPeerOptions { OffersRtx = rtx });
        Assert.True(scene.Connect(ann, bob));
        var lossy = new Impairment(Delay: OneWay, Jitter: TimeSpan.FromMilliseconds(5), LossPercent: 10);
        if (isUp)
        {
            scene.Network.Impair(ann.Address, RelayScene.RelayAddress, lossy);
        }
        else
        {
            scene.Network.Impair(RelayScene.RelayAddress, bob.Address, lossy);
        }

        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(20));
        ann.Stop(ann.Peer.Camera!);
        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        var slot = bob.Peer.VideoSlots.First();
        Assert.Equal(0, slot.CountMissing());
        Assert.InRange(slot.CountDecodableFrames(), 590, 601);
        var repaired = isUp ? ann.Peer.Camera!.Resent : scene.Core.Counters.Resent;
        Assert.InRange(repaired, 100, 300);
        Assert.InRange(slot.ReceivedRtx, rtx && !isUp ? 100 : 0, rtx && !isUp ? 300 : 20);
    }

    [Fact]
    public void HandleDatagram_Reordering_IsNoLoss()
    {
        using var scene = new RelayScene(seed: 3);
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        scene.Network.Impair(
            ann.Address, RelayScene.RelayAddress, new Impairment(ReorderPercent: 20, ReorderDelay: TimeSpan.FromMilliseconds(4)));
        ann.Film(packets: 10);
        scene.Network.RunFor(TimeSpan.FromSeconds(5));
        ann.Stop(ann.Peer.Camera!);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(0, ann.Peer.Camera!.Nacks);
        Assert.Equal(0, bob.Peer.VideoSlots.First().CountMissing());
        Assert.InRange(bob.Peer.VideoSlots.First().CountDecodableFrames(), 140, 151);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameRun()
    {
        Assert.Equal(Outcome(), Outcome());

        static (long Delivered, long Lost, long Resent) Outcome()
        {
            using var scene = new RelayScene(seed: 11);
            scene.Network.Default = new Impairment(OneWay, Jitter: OneWay, LossPercent: 5, DuplicatePercent: 1);
            var ann = scene.Enter();
            var bob = scene.Enter();
            Assert.True(scene.Connect(ann, bob));
            ann.Film();
            bob.Speak();
            scene.Network.RunFor(TimeSpan.FromSeconds(5));
            return (scene.Network.Delivered, scene.Network.Lost, scene.Core.Counters.Resent);
        }
    }
}
