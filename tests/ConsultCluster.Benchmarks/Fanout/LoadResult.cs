namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>What the load process saw.</summary>
/// <param name="Sent">Packets published in the measurement.</param>
/// <param name="Received">Of them, received: at most sent times receivers.</param>
/// <param name="P50Us">Median time from the publisher's send to a receiver's receive call, in microseconds.</param>
/// <param name="P99Us">99th percentile of the same.</param>
internal sealed record LoadResult(long Sent, long Received, double P50Us, double P99Us);
