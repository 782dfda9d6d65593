namespace ConsultCluster.Benchmarks.Soak.Plan;

/// <summary>A stretch of the run, its end not included. Both since the run's start.</summary>
internal readonly record struct TimeWindow(TimeSpan From, TimeSpan To)
{
    public bool Contains(TimeSpan at) => at >= From && at < To;
}
