using ConsultCluster.Benchmarks.Charts;

namespace ConsultCluster.Benchmarks.Tests.Charts;

public sealed class ChartAxisTests
{
    [Theory]
    [InlineData(new[] { 1.0, 9.0 }, new[] { 0.0, 2, 4, 6, 8, 10 })]
    [InlineData(new[] { 0.31, 0.48 }, new[] { 0.0, 0.1, 0.2, 0.3, 0.4, 0.5 })]
    [InlineData(new[] { -3.0, 4.0 }, new[] { -4.0, -2, 0, 2, 4 })]
    [InlineData(new[] { 0.0 }, new[] { 0.0, 0.2, 0.4, 0.6, 0.8, 1 })]
    public void For_LinearValues_StartsAtZeroAndHasRoundTicks(double[] values, double[] ticks) =>
        Assert.Equal(ticks, ChartAxis.For(AxisScale.Linear, values).Ticks);

    [Theory]
    [InlineData(new[] { 1.0, 100.0 }, new[] { 1.0, 2, 5, 10, 20, 50, 100 })]
    [InlineData(new[] { 3.0, 40.0 }, new[] { 2.0, 5, 10, 20, 50 })]
    [InlineData(new[] { 1.0, 20_000.0 }, new[] { 1.0, 10, 100, 1_000, 10_000, 100_000 })]
    [InlineData(new[] { 5.0 }, new[] { 5.0, 10 })]
    public void For_LogarithmicValues_HasRoundTicksAroundThem(double[] values, double[] ticks) =>
        Assert.Equal(ticks, ChartAxis.For(AxisScale.Logarithmic, values).Ticks);

    [Theory]
    [InlineData(AxisScale.Linear, double.NaN)]
    [InlineData(AxisScale.Linear, double.PositiveInfinity)]
    [InlineData(AxisScale.Logarithmic, 0)]
    [InlineData(AxisScale.Logarithmic, -1)]
    internal void For_ValueThatHasNoPlace_Throws(AxisScale scale, double value) =>
        Assert.Throws<ArgumentException>(() => ChartAxis.For(scale, [1, value]));

    [Fact]
    public void Text_Numbers_AreGroupedAndShort() =>
        Assert.Equal(["0", "0.05", "1,000,000", "-2.5"], new[] { 0, 0.05, 1e6, -2.5 }.Select(ChartAxis.Text));
}
