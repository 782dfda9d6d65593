using System.Globalization;

namespace ConsultCluster.Benchmarks.Charts;

/// <summary>Where the values of one axis stand, and which of them are written beside it.</summary>
internal sealed class ChartAxis
{
    /// <summary>About as many as one reads without counting.</summary>
    private const int LinearTicks = 6;

    /// <summary>Over more decades than this, 2 and 5 between the powers of ten would crowd.</summary>
    private const double ManyDecades = 2.5;

    private static readonly double[] _niceFactors = [1, 2, 5];

    private readonly AxisScale _scale;

    private ChartAxis(AxisScale scale, double min, double max, IReadOnlyList<double> ticks)
    {
        _scale = scale;
        Min = min;
        Max = max;
        Ticks = ticks;
    }

    public double Min { get; }

    public double Max { get; }

    /// <summary>Values that get a line and a number, ascending; the first and the last are the ends of the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis whose round ends hold all the values.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or not above 0 on a logarithmic axis.</exception>
    public static ChartAxis For(AxisScale scale, IReadOnlyCollection<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value) || (scale == AxisScale.Logarithmic && value <= 0))
            {
                throw new ArgumentException($"{Text(value)} cannot stand on a {scale} axis.", nameof(values));
            }
        }

        return scale == AxisScale.Linear ? Linear(values.Min(), values.Max()) : Logarithmic(values.Min(), values.Max());
    }

    /// <summary>0 at the lower end, 1 at the upper.</summary>
    public double Place(double value) => _scale == AxisScale.Linear
        ? (value - Min) / (Max - Min)
        : Math.Log(value / Min) / Math.Log(Max / Min);

    /// <summary>A number for people: digits in groups, and no more of them than the number needs.</summary>
    public static string Text(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);

    // From 0, unless something is below it: a chart of costs that starts elsewhere makes small differences look large.
    private static ChartAxis Linear(double lowest, double highest)
    {
        lowest = Math.Min(lowest, 0);
        highest = Math.Max(highest, lowest == 0 && highest == 0 ? 1 : 0);
        var rough = (highest - lowest) / (LinearTicks - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = _niceFactors.Append(10).Select(factor => factor * power).First(nice => nice >= rough * 0.999);
        var first = Math.Floor(lowest / step);
        var last = Math.Ceiling(highest / step);
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Round((first + i) * step))];
        return new(AxisScale.Linear, ticks[0], ticks[^1], ticks);
    }

    private static ChartAxis Logarithmic(double lowest, double highest)
    {
        var from = (int)Math.Floor(Math.Log10(lowest)) - 1;
        var to = (int)Math.Ceiling(Math.Log10(highest)) + 1;
        double[] factors = Math.Log10(highest / lowest) > ManyDecades ? [1] : _niceFactors;
        double[] nice = [.. Enumerable.Range(from, to - from + 1).SelectMany(power => factors.Select(factor => Round(factor * Math.Pow(10, power))))];
        var min = nice.Last(tick => tick <= lowest);
        var max = nice.First(tick => tick >= highest && tick > min);
        return new(AxisScale.Logarithmic, min, max, [.. nice.Where(tick => tick >= min && tick <= max)]);
    }

    /// <summary>0.30000000000000004 is 0.3.</summary>
    private static double Round(double value) => double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
