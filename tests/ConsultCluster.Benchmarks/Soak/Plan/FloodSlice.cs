namespace ConsultCluster.Benchmarks.Soak.Plan;

/// <summary>For how long guests flood with what.</summary>
internal sealed record FloodSlice(FloodKind Kind, TimeWindow Window);
