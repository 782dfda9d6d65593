namespace ConsultCluster.Benchmarks.Scale;

/// <summary>What one step of the scale runs.</summary>
/// <param name="Publishers">In each group; they receive one another.</param>
/// <param name="Receivers">In each group, besides.</param>
/// <param name="Rate">Packets per second of each publisher.</param>
internal sealed record ScaleLoad(int Groups, int Publishers, int Receivers, int Rate);
