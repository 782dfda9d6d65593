using System.Globalization;
using System.Xml.Linq;
using ConsultCluster.Benchmarks.Charts;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Tests.Charts;

public sealed class ChartWriterTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    private static readonly ChartSeries[] _series =
    [
        new("ConsultCluster", [new(10, 1.6), new(1, 3.1), new(100, 1.2), new(1_000, 1.15)]),
        new("rtpengine <10.5>", [new(1, 9), new(10, 6.4), new(100, 5.8)]),
        new("C limit", [new(1, 2.8), new(1_000, 1.05)]),
    ];

    [Fact]
    public void Write_ThreeSeries_IsXmlWithTitleDescriptionAndOnePolylineEach()
    {
        var chart = Written("three.svg");

        Assert.Equal("Cost", chart.Element(_svg + "title")!.Value);
        Assert.Equal(
            "us per packet by Receivers. ConsultCluster: 3.1 at 1, 1.6 at 10, 1.2 at 100, 1.15 at 1,000. "
            + "rtpengine <10.5>: 9 at 1, 6.4 at 10, 5.8 at 100. C limit: 2.8 at 1, 1.05 at 1,000.",
            chart.Element(_svg + "desc")!.Value);
        Assert.Equal("img", chart.Attribute("role")!.Value);
        Assert.Equal([4, 3, 2], chart.Descendants(_svg + "polyline").Select(line => Points(line).Count));
        var texts = chart.Descendants(_svg + "text").Select(text => text.Value).ToList();
        Assert.All([.. _series.Select(one => one.Name), "Cost", "Receivers", "us per packet", "0", "10", "1,000"], text => Assert.Contains(text, texts));
    }

    [Fact]
    public void Write_PointsOutOfOrder_AreDrawnFromLeftToRightAtEqualDistancesOnALogarithmicAxis()
    {
        var points = Points(Written("order.svg").Descendants(_svg + "polyline").First());

        var steps = points.Zip(points.Skip(1), (left, right) => right.X - left.X).ToList();
        Assert.All(steps, step => Assert.Equal(steps[0], step, tolerance: 0.1));
        Assert.True(steps[0] > 100);
        Assert.Equal(points.OrderByDescending(point => point.Y), points.OrderBy(point => point.X).Reverse().OrderByDescending(point => point.Y));
    }

    [Fact]
    public void Write_Values_StandWhereTheAxisSaysSo()
    {
        var chart = Written("scale.svg");
        var numbers = chart.Descendants(_svg + "text")
            .Where(text => text.Attribute("text-anchor")!.Value == "end")
            .ToDictionary(text => double.Parse(text.Value, CultureInfo.InvariantCulture), text => Number(text, "y") - 5);
        var nine = Points(chart.Descendants(_svg + "polyline").ElementAt(1))[0].Y;

        Assert.Equal(numbers[0] + ((numbers[10] - numbers[0]) * 0.9), nine, tolerance: 0.1);
    }

    [Fact]
    public void Write_SameRowsAgain_IsTheSameFile()
    {
        Written("first.svg");
        Written("second.svg");

        Assert.Equal(File.ReadAllText(PathOf("first.svg")), File.ReadAllText(PathOf("second.svg")));
        Assert.EndsWith("</svg>\n", File.ReadAllText(PathOf("first.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongNames_LegendTakesMoreRowsAndStaysInside()
    {
        ChartSeries[] series = [.. Enumerable.Range(1, 4).Select(i => new ChartSeries($"a relay with a long name, {i}", [new(1, i), new(2, i)]))];
        ChartWriter.Write(PathOf("long.svg"), "Cost", "Receivers", "us", series);
        var names = XElement.Load(PathOf("long.svg")).Descendants(_svg + "text").Where(text => text.Value.StartsWith("a relay", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, names.Select(text => Number(text, "y")).Distinct().Count());
        Assert.All(names, text => Assert.InRange(Number(text, "x"), 0, ChartFrame.Right - 250));
    }

    [Fact]
    public void Write_NothingToShowOrZeroOnALogarithmicAxis_Throws()
    {
        Assert.Throws<ArgumentException>(() => ChartWriter.Write(PathOf("none.svg"), "t", "x", "y", []));
        Assert.Throws<ArgumentException>(() => ChartWriter.Write(PathOf("none.svg"), "t", "x", "y", [new("empty", [])]));
        Assert.Throws<ArgumentException>(() => ChartWriter.Write(PathOf("none.svg"), "t", "x", "y", [new("zero", [new(0, 1)])], AxisScale.Logarithmic));
        Assert.False(File.Exists(PathOf("none.svg")));
    }

    private static XElement Written(string name)
    {
        ChartWriter.Write(PathOf(name), "Cost", "Receivers", "us per packet", _series, AxisScale.Logarithmic);
        return XElement.Load(PathOf(name));
    }

    private static string PathOf(string name) => Path.Combine(SourceTree.Artifacts("charts"), name);

    private static List<(double X, double Y)> Points(XElement polyline) =>
        [.. polyline.Attribute("points")!.Value.Split(' ').Select(pair => pair.Split(',')).Select(pair => (Parse(pair[0]), Parse(pair[1])))];

    private static double Number(XElement element, string name) => Parse(element.Attribute(name)!.Value);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
