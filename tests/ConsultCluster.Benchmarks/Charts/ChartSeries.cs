namespace ConsultCluster.Benchmarks.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">As the legend shows it.</param>
/// <param name="Points">In any order; drawn by rising x.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points);
