namespace ConsultCluster.Benchmarks.Load;

/// <summary>What the load saw while it measured.</summary>
/// <param name="Received">Packets published in that time that arrived, at all receivers together.</param>
/// <param name="Delivered">Share of published packets that every receiver got.</param>
/// <param name="Wrong">Packets that were not what was published, or not authentic: none, or the result is worth nothing.</param>
/// <param name="P50Us">Median time from the publisher's send call to the arrival in a receiver's socket, in microseconds.</param>
/// <param name="P99Us">99th percentile of the same.</param>
/// <param name="Elapsed">Length of the measurement.</param>
/// <param name="Cpu">Processor time of the server's whole process meanwhile.</param>
internal sealed record LoadResult(
    long Received, double Delivered, long Wrong, double P50Us, double P99Us, TimeSpan Elapsed, TimeSpan Cpu);
