namespace ConsultCluster.Benchmarks.Soak.Plan;

/// <summary>One process dies, and is started again later.</summary>
/// <param name="Victim">Index among the processes that may be killed.</param>
/// <param name="RestartAt">When it is started again.</param>
internal sealed record PlannedKill(int Victim, TimeSpan At, TimeSpan RestartAt);
