using ConsultCluster.Benchmarks.Soak.Processes;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class MemoryTrendTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Of_GrowsWhileItWarmsUpAndThenStays_DidNotGrow()
    {
        var trend = MemoryTrend.Of("silo", Life(Hour, minute => minute < 20 ? 100 + minute : 120))!;

        Assert.Equal((120, 120, 1.0), (trend.MiddleBytes, trend.LastBytes, trend.Growth));
        Assert.False(trend.Grew);
    }

    [Fact]
    public void Of_GrowsToTheEnd_Grew()
    {
        var trend = MemoryTrend.Of("silo", Life(Hour, minute => 100 + (2 * minute)))!;

        Assert.InRange(trend.Growth, 1.2, 1.3);
        Assert.True(trend.Grew);
    }

    [Fact]
    public void Of_OnePeakWhileCollecting_DidNotGrow() =>
        Assert.False(MemoryTrend.Of("silo", Life(Hour, minute => minute == 50 ? 1_000 : 100))!.Grew);

    [Fact]
    public void Of_ShortLife_IsNotJudged()
    {
        var trend = MemoryTrend.Of("silo", Life(TimeSpan.FromMinutes(6), minute => 100 * minute))!;

        Assert.False(trend.IsJudged);
        Assert.False(trend.Grew);
    }

    [Fact]
    public void Of_TwoSamples_SaysNothing() => Assert.Null(MemoryTrend.Of("silo", [new(TimeSpan.Zero, 1), new(Hour, 2)]));

    private static List<MemorySample> Life(TimeSpan length, Func<int, long> bytes) =>
        [.. Enumerable.Range(0, (int)length.TotalMinutes + 1).Select(minute => new MemorySample(TimeSpan.FromMinutes(minute), bytes(minute)))];
}
