namespace ConsultCluster.Benchmarks.Soak.Latency;

/// <summary>A while in which one member heard nothing of another one.</summary>
/// <param name="From">Arrival of the last packet before it, since the run's start.</param>
internal readonly record struct MediaGap(int Receiver, int Publisher, TimeSpan From, TimeSpan Length);
