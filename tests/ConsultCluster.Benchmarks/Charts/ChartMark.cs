using System.Globalization;
using System.Xml.Linq;

namespace ConsultCluster.Benchmarks.Charts;

/// <summary>The mark on a measured point: one shape per series.</summary>
internal static class ChartMark
{
    /// <summary>A shape around a point.</summary>
    public static XElement Draw(int series, double x, double y, string colour) => (series % 4) switch
    {
        0 => new(
            ChartWriter.Svg + "circle",
            new XAttribute("cx", Number(x)),
            new XAttribute("cy", Number(y)),
            new XAttribute("r", "4.5"),
            new XAttribute("fill", colour)),
        1 => Path(colour, $"M{Number(x - 4.2)} {Number(y - 4.2)}h8.4v8.4h-8.4z"),
        2 => Path(colour, $"M{Number(x)} {Number(y - 5.6)}l5.4 9.6h-10.8z"),
        _ => Path(colour, $"M{Number(x)} {Number(y - 5.8)}l5.8 5.8l-5.8 5.8l-5.8 -5.8z"),
    };

    /// <summary>Two digits are finer than any screen, and keep the files' differences small.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static XElement Path(string colour, string data) =>
        new(ChartWriter.Svg + "path", new XAttribute("d", data), new XAttribute("fill", colour));
}
