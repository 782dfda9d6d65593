namespace ConsultCluster.Benchmarks.Soak.Latency;

/// <summary>Delays of the packets that were sent in some windows, in milliseconds; NaN without any.</summary>
internal readonly record struct LatencyFigures(long Packets, double P50Ms, double P99Ms);
