namespace ConsultCluster.Benchmarks.Soak.Latency;

/// <summary>How long one packet was under way.</summary>
/// <param name="SentAtMs">Milliseconds since the run's start.</param>
/// <param name="Ms">Milliseconds from the sender's socket to the receiver's.</param>
internal readonly record struct LatencySample(int SentAtMs, float Ms)
{
    public TimeSpan SentAt => TimeSpan.FromMilliseconds(SentAtMs);
}
