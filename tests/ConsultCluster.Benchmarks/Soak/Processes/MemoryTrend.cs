namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>Whether one life of a process grew: its memory after warming up against that at the end.</summary>
/// <param name="Process">Its name.</param>
/// <param name="Life">From its start to its end, or to the run's.</param>
/// <param name="MiddleBytes">Median of the middle third of the life; the first third is warming up.</param>
/// <param name="LastBytes">Median of the last third.</param>
internal sealed record MemoryTrend(string Process, TimeSpan Life, long MiddleBytes, long LastBytes)
{
    /// <summary>How much larger the last third may be.</summary>
    public const double MaxGrowth = 1.1;

    /// <summary>In a shorter life the just-in-time compiler and the first collections are most of what is seen.</summary>
    public static readonly TimeSpan Judged = TimeSpan.FromMinutes(10);

    public double Growth => MiddleBytes == 0 ? double.NaN : Math.Round((double)LastBytes / MiddleBytes, 3);

    public bool IsJudged => Life >= Judged;

    public bool Grew => IsJudged && Growth > MaxGrowth;

    /// <param name="samples">Of one life, in order of time.</param>
    /// <returns>Null when there are too few to say anything.</returns>
    public static MemoryTrend? Of(string process, IReadOnlyList<MemorySample> samples)
    {
        if (samples.Count < 3)
        {
            return null;
        }

        var (from, to) = (samples[0].At, samples[^1].At);
        var third = (to - from) / 3;
        return new MemoryTrend(
            process,
            to - from,
            Median(samples.Where(sample => sample.At >= from + third && sample.At < from + (2 * third))),
            Median(samples.Where(sample => sample.At >= from + (2 * third))));
    }

    private static long Median(IEnumerable<MemorySample> samples)
    {
        long[] sorted = [.. samples.Select(sample => sample.Bytes).Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
