using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Soak.Latency;

/// <summary>Delays by when the packets were sent.</summary>
internal static class LatencyWindows
{
    /// <summary>Delays of what was sent within any of the windows and in none of those left out.</summary>
    /// <param name="windows">May overlap: no packet counts twice.</param>
    public static LatencyFigures Of(IEnumerable<LatencySample> samples, IReadOnlyList<TimeWindow> windows, IReadOnlyList<TimeWindow> leftOut)
    {
        float[] delays = [.. samples.Where(sample => IsIn(windows, sample) && !IsIn(leftOut, sample)).Select(sample => sample.Ms)];
        Array.Sort(delays);
        return new LatencyFigures(delays.Length, Percentile(delays, 0.5), Percentile(delays, 0.99));
    }

    private static bool IsIn(IReadOnlyList<TimeWindow> windows, LatencySample sample)
    {
        var at = sample.SentAt;
        for (var i = 0; i < windows.Count; i++)
        {
            if (windows[i].Contains(at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The smallest delay that so large a share does not exceed.</summary>
    private static double Percentile(float[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);
}
