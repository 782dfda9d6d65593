using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class ReportTests
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void HandleTimeout_Publisher_GetsLossAndHighestSequenceNumberAndBitrate()
    {
        using var scene = new RelayScene(seed: 5);
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        scene.Network.Impair(ann.Address, RelayScene.RelayAddress, new Impairment(LossPercent: 20));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(10));

        var report = ann.Peer.Microphone!.Report!.Value;
        Assert.InRange(report.CumulativeLost, 60, 140);
        Assert.InRange(report.FractionLost, 1, 120);
        Assert.InRange(ann.Peer.Camera!.Report!.Value.CumulativeLost, 120, 240);
        Assert.NotEqual(0u, report.LastSenderReport);
        Assert.InRange(ann.Peer.AllowedBitrate!.Value, 2_490_000ul, 2_500_000ul);
    }

    [Fact]
    public void HandleTimeout_Receiver_GetsThePublishersClock()
    {
        using var scene = new RelayScene();
        scene.Network.Default = new Impairment(OneWay);
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(3));

        var audio = bob.Peer.AudioSlots.First();
        var video = bob.Peer.VideoSlots.First();

        // Media captured at one moment has the same NTP time in both slots, as lip synchronisation needs.
        Assert.InRange(Math.Abs(CaptureTime(audio, 48_000) - CaptureTime(video, 90_000)), 0, 0.040);

        static double CaptureTime(Testing.Media.PeerSlot slot, int clockRate)
        {
            var (ntp, timestamp, _) = slot.SenderReport!.Value;
            var newest = slot.Packets[^1];
            return (NtpTime.ToTicks(ntp) / (double)TimeSpan.TicksPerSecond) + ((int)(newest.Timestamp - timestamp) / (double)clockRate);
        }
    }

    [Fact]
    public void HandleTimeout_EveryTwoSeconds_QualityHoldsLossJitterAndRoundTrip()
    {
        using var scene = new RelayScene(seed: 5);
        scene.Network.Default = new Impairment(OneWay);
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        scene.Network.Impair(ann.Address, RelayScene.RelayAddress, new Impairment(OneWay, Jitter: TimeSpan.FromMilliseconds(20), LossPercent: 10));
        scene.Network.Impair(RelayScene.RelayAddress, bob.Address, new Impairment(OneWay, LossPercent: 30));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(20));

        Assert.InRange(scene.EventsOf<SessionQuality>(ann).Count(), 9, 11);
        var up = scene.EventsOf<SessionQuality>(ann).Skip(1).ToArray();
        Assert.InRange(up.Average(quality => quality.UpLossPercent!.Value), 5, 15);
        Assert.InRange(up[^1].UpJitterMs!.Value, 3, 20);
        Assert.All(up, quality => Assert.Null(quality.DownLossPercent));
        var down = scene.EventsOf<SessionQuality>(bob).Skip(2).ToArray();
        Assert.InRange(down.Where(quality => quality.DownLossPercent is not null).Average(quality => quality.DownLossPercent!.Value), 25, 45);
        Assert.InRange(down[^1].RoundTripMs!.Value, 75, 85);
        Assert.Null(down[^1].UpLossPercent);
    }
}
