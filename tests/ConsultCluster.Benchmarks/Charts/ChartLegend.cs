namespace ConsultCluster.Benchmarks.Charts;

/// <summary>Places the names of the series in rows, from the left.</summary>
internal static class ChartLegend
{
    /// <summary>The piece of line in front of a name.</summary>
    public const int KeyWidth = 30;

    private const int Gap = 26;

    /// <summary>A little more than the mean of a sans-serif face; an SVG cannot measure its text.</summary>
    private const double WidthPerCharacter = 0.58 * ChartFrame.FontSize;

    /// <summary>Left end and row of each entry.</summary>
    public static IReadOnlyList<(double X, int Row)> Place(IEnumerable<ChartSeries> series)
    {
        var places = new List<(double, int)>();
        double x = ChartFrame.Left;
        var row = 0;
        foreach (var name in series.Select(one => one.Name))
        {
            var width = KeyWidth + 8 + (name.Length * WidthPerCharacter);
            if (x > ChartFrame.Left && x + width > ChartFrame.Right)
            {
                x = ChartFrame.Left;
                row++;
            }

            places.Add((x, row));
            x += width + Gap;
        }

        return places;
    }
}
