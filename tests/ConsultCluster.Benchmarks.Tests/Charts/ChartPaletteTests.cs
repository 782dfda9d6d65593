using System.Globalization;
using ConsultCluster.Benchmarks.Charts;

namespace ConsultCluster.Benchmarks.Tests.Charts;

public sealed class ChartPaletteTests
{
    private const string WhitePage = "#ffffff";
    private const string DarkPage = "#0d1117";

    [Fact]
    public void Series_OnWhiteAndDarkPages_StandOut() =>
        Assert.All(ChartPalette.Series, colour =>
        {
            Assert.InRange(Contrast(colour, WhitePage), 3, 21);
            Assert.InRange(Contrast(colour, DarkPage), 3, 21);
        });

    [Fact]
    public void Text_OnWhiteAndDarkPages_IsReadable()
    {
        Assert.InRange(Contrast(ChartPalette.Text, WhitePage), 4, 21);
        Assert.InRange(Contrast(ChartPalette.Text, DarkPage), 4, 21);
    }

    /// <summary>WCAG 2.2, "contrast ratio".</summary>
    private static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var parts = new[] { 1, 3, 5 }
            .Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))
            .ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
