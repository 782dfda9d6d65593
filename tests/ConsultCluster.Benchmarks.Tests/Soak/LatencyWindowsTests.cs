using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class LatencyWindowsTests
{
    [Fact]
    public void Of_HundredSamples_TakesTheNearestRank()
    {
        var samples = Enumerable.Range(1, 100).Select(ms => new LatencySample(ms, ms)).Reverse();

        var figures = LatencyWindows.Of(samples, [Seconds(0, 1)], []);

        Assert.Equal(new LatencyFigures(100, 50, 99), figures);
    }

    [Fact]
    public void Of_SamplesAtTheEdges_CountsFromTheBeginningAndNotTheEnd()
    {
        LatencySample[] samples = [new(999, 1), new(1000, 2), new(1999, 3), new(2000, 4)];

        var figures = LatencyWindows.Of(samples, [Seconds(1, 2)], []);

        Assert.Equal(new LatencyFigures(2, 2, 3), figures);
    }

    [Fact]
    public void Of_WindowLeftOut_ItsSamplesDoNotCount()
    {
        LatencySample[] samples = [new(500, 1), new(1500, 400), new(2500, 2)];

        var figures = LatencyWindows.Of(samples, [Seconds(0, 3)], [Seconds(1, 2)]);

        Assert.Equal(new LatencyFigures(2, 1, 2), figures);
    }

    [Fact]
    public void Of_OverlappingWindows_CountsEachSampleOnce() =>
        Assert.Equal(1, LatencyWindows.Of([new(500, 1)], [Seconds(0, 1), Seconds(0, 2)], []).Packets);

    [Fact]
    public void Of_NoSampleInTheWindow_IsNotANumber()
    {
        var figures = LatencyWindows.Of([new(500, 1)], [Seconds(1, 2)], []);

        Assert.Equal(0, figures.Packets);
        Assert.True(double.IsNaN(figures.P50Ms) && double.IsNaN(figures.P99Ms));
    }

    private static TimeWindow Seconds(int from, int to) => new(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));
}
