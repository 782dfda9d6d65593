namespace ConsultCluster.Benchmarks.Scale;

/// <summary>What grows.</summary>
/// <param name="At">The load at a factor of the base.</param>
internal sealed record ScaleAxis(string Name, Func<int, ScaleLoad> At);
