namespace ConsultCluster.Benchmarks.Charts;

/// <summary>One measurement, in the units of the axes.</summary>
internal readonly record struct ChartPoint(double X, double Y);
