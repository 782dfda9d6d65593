using System.Xml.Linq;

namespace ConsultCluster.Benchmarks.Charts;

/// <summary>
/// Draws line charts as SVG for the documentation.
/// Our own: OxyPlot and ScottPlot do not restore from partial package sources, others need Skia or a browser; and none of them
/// writes title, description and colours for light and dark pages, which is most of what is here.
/// </summary>
internal static class ChartWriter
{
    internal static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Writes the chart; folders are made when missing.</summary>
    /// <param name="xLabel">With its unit.</param>
    /// <param name="yLabel">With its unit.</param>
    /// <exception cref="ArgumentException">No series, more than there are colours, one without points, or a value that its axis cannot show.</exception>
    public static void Write(
        string path,
        string title,
        string xLabel,
        string yLabel,
        IReadOnlyList<ChartSeries> series,
        AxisScale xScale = AxisScale.Linear,
        AxisScale yScale = AxisScale.Linear)
    {
        var chart = Draw(title, xLabel, yLabel, series, xScale, yScale);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, chart.ToString().ReplaceLineEndings("\n") + "\n");
    }

    private static XElement Draw(
        string title, string xLabel, string yLabel, IReadOnlyList<ChartSeries> series, AxisScale xScale, AxisScale yScale)
    {
        if (series.Count == 0 || series.Count > ChartPalette.Series.Count || series.Any(one => one.Points.Count == 0))
        {
            throw new ArgumentException($"A chart has 1 to {ChartPalette.Series.Count} series, each with points.", nameof(series));
        }

        var points = series.SelectMany(one => one.Points).ToList();
        var x = ChartAxis.For(xScale, points.ConvertAll(point => point.X));
        var y = ChartAxis.For(yScale, points.ConvertAll(point => point.Y));
        var places = ChartLegend.Place(series);
        var frame = new ChartFrame(places[^1].Row + 1);
        return new(
            Svg + "svg",
            new XAttribute("width", ChartFrame.Width),
            new XAttribute("height", frame.Height),
            new XAttribute("viewBox", $"0 0 {ChartFrame.Width} {frame.Height}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", "title description"),
            new XAttribute("font-family", "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif"),
            new XAttribute("font-size", ChartFrame.FontSize),
            new XAttribute("fill", ChartPalette.Text),
            new XElement(Svg + "title", new XAttribute("id", "title"), title),
            new XElement(Svg + "desc", new XAttribute("id", "description"), Describe(xLabel, yLabel, series)),
            Text(title, ChartFrame.Left, ChartFrame.TitleBaseline, "start", new XAttribute("font-size", 18), new XAttribute("font-weight", 600)),
            Text(yLabel, ChartFrame.Left, frame.LabelBaseline, "start"),
            Text(xLabel, (ChartFrame.Left + ChartFrame.Right) / 2.0, frame.Height - 10, "middle"),
            Axes(x, y, frame),
            series.Select((one, index) => Line(one, index, x, y, frame)),
            series.Select((one, index) => Key(one, index, places[index], frame)));
    }

    /// <summary>All that the picture shows, for those who listen to it.</summary>
    private static string Describe(string xLabel, string yLabel, IEnumerable<ChartSeries> series) =>
        $"{yLabel} by {xLabel}. " + string.Join(' ', series.Select(one =>
            $"{one.Name}: {string.Join(", ", Ordered(one).Select(point => $"{ChartAxis.Text(point.Y)} at {ChartAxis.Text(point.X)}"))}."));

    private static XElement Axes(ChartAxis x, ChartAxis y, ChartFrame frame)
    {
        var group = new XElement(Svg + "g", new XAttribute("stroke", ChartPalette.Grid), new XAttribute("stroke-width", 1));
        foreach (var tick in y.Ticks)
        {
            var at = AtY(y, tick, frame);
            group.Add(GridLine(ChartFrame.Left, at, ChartFrame.Right, at, isAxis: tick == y.Min));
            group.Add(Text(ChartAxis.Text(tick), ChartFrame.Left - 10, at + 5, "end", new XAttribute("stroke", "none")));
        }

        foreach (var tick in x.Ticks)
        {
            var at = AtX(x, tick);
            group.Add(GridLine(at, frame.Bottom, at, frame.Bottom + 5, isAxis: true));
            group.Add(Text(ChartAxis.Text(tick), at, frame.Bottom + 22, "middle", new XAttribute("stroke", "none")));
        }

        return group;
    }

    private static XElement Line(ChartSeries series, int index, ChartAxis x, ChartAxis y, ChartFrame frame)
    {
        var colour = ChartPalette.Series[index];
        var places = Ordered(series).Select(point => (Point: point, X: AtX(x, point.X), Y: AtY(y, point.Y, frame))).ToList();
        return new(
            Svg + "g",
            new XElement(
                Svg + "polyline",
                new XAttribute("points", string.Join(' ', places.Select(at => $"{ChartMark.Number(at.X)},{ChartMark.Number(at.Y)}"))),
                new XAttribute("fill", "none"),
                new XAttribute("stroke", colour),
                new XAttribute("stroke-width", "2.5"),
                new XAttribute("stroke-linejoin", "round"),
                new XAttribute("stroke-linecap", "round")),
            places.Select(at =>
            {
                var mark = ChartMark.Draw(index, at.X, at.Y, colour);
                mark.Add(new XElement(Svg + "title", $"{series.Name}: {ChartAxis.Text(at.Point.Y)} at {ChartAxis.Text(at.Point.X)}"));
                return mark;
            }));
    }

    private static XElement Key(ChartSeries series, int index, (double X, int Row) place, ChartFrame frame)
    {
        var colour = ChartPalette.Series[index];
        var y = frame.LegendTop + (place.Row * ChartFrame.LegendRowHeight);
        var line = GridLine(place.X, y, place.X + ChartLegend.KeyWidth, y, isAxis: true);
        line.Add(new XAttribute("stroke", colour), new XAttribute("stroke-width", "2.5"));
        return new(
            Svg + "g",
            line,
            ChartMark.Draw(index, place.X + (ChartLegend.KeyWidth / 2.0), y, colour),
            Text(series.Name, place.X + ChartLegend.KeyWidth + 8, y + 5, "start"));
    }

    private static IEnumerable<ChartPoint> Ordered(ChartSeries series) => series.Points.OrderBy(point => point.X);

    private static double AtX(ChartAxis axis, double value) =>
        ChartFrame.Left + ChartFrame.Inset + (axis.Place(value) * (ChartFrame.Right - ChartFrame.Left - (2 * ChartFrame.Inset)));

    private static double AtY(ChartAxis axis, double value, ChartFrame frame) =>
        frame.Bottom - (axis.Place(value) * (frame.Bottom - frame.Top));

    private static XElement GridLine(double x1, double y1, double x2, double y2, bool isAxis) => new(
        Svg + "line",
        new XAttribute("x1", ChartMark.Number(x1)),
        new XAttribute("y1", ChartMark.Number(y1)),
        new XAttribute("x2", ChartMark.Number(x2)),
        new XAttribute("y2", ChartMark.Number(y2)),
        isAxis ? null : new XAttribute("stroke-opacity", "0.3"));

    private static XElement Text(string text, double x, double y, string anchor, params XAttribute[] more) => new(
        Svg + "text",
        new XAttribute("x", ChartMark.Number(x)),
        new XAttribute("y", ChartMark.Number(y)),
        new XAttribute("text-anchor", anchor),
        more,
        text);
}
