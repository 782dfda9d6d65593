namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>A place on a flat map, in kilometres.</summary>
public readonly record struct Point(double X, double Y)
{
    /// <summary>In kilometres.</summary>
    public double DistanceTo(Point other) => Math.Sqrt(((X - other.X) * (X - other.X)) + ((Y - other.Y) * (Y - other.Y)));
}
