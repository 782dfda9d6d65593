namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>A city with a data centre, and the country around it.</summary>
/// <param name="Weight">Its part of all terminals.</param>
public sealed record SimRegion(int Index, string Label, Point Centre, double Weight);
