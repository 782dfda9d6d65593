using ConsultCluster.Benchmarks.Overlay;
using Xunit.Abstractions;

namespace ConsultCluster.Benchmarks.Tests.Overlay;

/// <summary>An overlay route beats a lossy direct link, with the real engine, real relays and real sockets.</summary>
public sealed class OverlayBenchmarkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task MeasureAsync_DirectWayLosesAFifth_TheWayOverAThirdRelayIsFoundAndDeliversMore()
    {
        var paths = new OverlayPaths(TimeSpan.FromMilliseconds(40), lossPercent: 20, TimeSpan.FromMilliseconds(25));

        var figures = await OverlayBenchmark.MeasureAsync(paths, TimeSpan.FromSeconds(6));

        output.WriteLine(figures.Describe());
        Assert.InRange(figures.DirectInTime, 0.5, 0.9);
        Assert.InRange(figures.OverlayInTime, figures.DirectInTime + 0.08, 1);
        Assert.InRange(figures.OverlayDelivered, Math.Max(0.99, figures.DirectDelivered), 1);
        Assert.InRange(figures.OverlayP95Ms, 0, figures.DirectP95Ms * 0.8);
        Assert.InRange(figures.FoundAfterS, 1, 30);
        Assert.InRange(figures.ChangeGapMs, 0, 1_500);
        Assert.InRange(figures.LossGapMs, 0, 2_000);
    }
}
