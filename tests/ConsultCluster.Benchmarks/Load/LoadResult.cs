namespace ConsultCluster.Benchmarks.Load;

/// <summary>What the load saw while it measured.</summary>
/// <param name="Sent">Packets published.</param>
/// <param name="Received">Of them, received, at all receivers together.</param>
/// <param name="Wrong">Packets that were not what was published, or not authentic: none, or the result is worth nothing.</param>
/// <param name="P50Us">Median time from the publisher's send call to the arrival in a receiver's socket, in microseconds.</param>
/// <param name="P99Us">99th percentile of the same.</param>
/// <param name="Elapsed">Length of the measurement.</param>
internal sealed record LoadResult(long Sent, long Received, long Wrong, double P50Us, double P99Us, TimeSpan Elapsed);
