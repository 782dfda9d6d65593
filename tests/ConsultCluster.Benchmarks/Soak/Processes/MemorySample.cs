namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>Resident memory of a process.</summary>
/// <param name="At">Since the run's start.</param>
internal readonly record struct MemorySample(TimeSpan At, long Bytes);
