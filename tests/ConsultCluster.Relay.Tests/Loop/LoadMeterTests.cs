using ConsultCluster.Media;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Relay.Tests.Loop;

public class LoadMeterTests
{
    private static readonly MonoTime _start = MonoTime.FromMilliseconds(5_000);

    [Fact]
    public void Sample_WithinTheWindow_MeasuresNothing()
    {
        using var meter = Started();

        meter.Sample(_start + TimeSpan.FromMilliseconds(999), 100);

        Assert.Equal(0, meter.PacketsPerSecond);
        Assert.Equal(_start + TimeSpan.FromSeconds(1), meter.NextTimeout);
    }

    [Fact]
    public void Sample_EachWindow_CountsWhatWasSentInIt()
    {
        using var meter = Started();

        meter.Sample(_start + TimeSpan.FromSeconds(1), 100);
        Assert.Equal(100, meter.PacketsPerSecond);
        meter.Sample(_start + TimeSpan.FromSeconds(3), 700);
        Assert.Equal(300, meter.PacketsPerSecond);
        meter.Sample(_start + TimeSpan.FromSeconds(4), 700);
        Assert.Equal(0, meter.PacketsPerSecond);
        Assert.True(meter.Estimate.Capacity > 0);
    }

    [Fact]
    public void Sample_NotStarted_MeasuresNothing()
    {
        using var meter = new LoadMeter();

        meter.Sample(_start, 100);

        Assert.Equal(0, meter.PacketsPerSecond);
    }

    private static LoadMeter Started()
    {
        var meter = new LoadMeter();
        meter.Start(_start);
        return meter;
    }
}
