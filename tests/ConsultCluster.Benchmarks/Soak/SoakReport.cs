using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>Makes figures of what a run noted, and says what did not hold.</summary>
internal static class SoakReport
{
    private const int ShownGaps = 8;

    /// <param name="noted">Failures that were noted while it ran.</param>
    public static SoakFigures Of(SoakOptions options, SoakOutcome run, IEnumerable<string> noted)
    {
        TimeWindow[] leftOut = [.. SoakChecks.After(run.Kills), .. run.Starts];
        var quiet = LatencyWindows.Of(run.Samples, [run.Plan.Quiet], []);
        var flood = LatencyWindows.Of(run.Samples, [new TimeWindow(run.Plan.Quiet.To, run.Plan.Length)], leftOut);
        var counters = run.Counters
            .Where(pair => pair.Value > 0 && SoakChecks.IsOfLimits(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var failures = noted.Concat(SoakChecks.FloodsWereReal(run.Floods, counters));
        if (options.IsJudged)
        {
            failures = failures.Concat(SoakChecks.Latency(quiet, flood)).Concat(SoakChecks.Memory(run.Memory));
        }

        if (run.Kills.Length < run.Plan.Kills.Length)
        {
            failures = failures.Append($"{run.Kills.Length} of {run.Plan.Kills.Length} processes were killed.");
        }

        return new SoakFigures(
            options.Length.TotalMinutes,
            options.IsJudged,
            run.Kills.Length,
            run.Acknowledged.Messages.Count,
            run.Acknowledged.Issued.Count,
            run.Acknowledged.Revoked.Count,
            run.Acknowledged.Closed.Count,
            run.AuditEntries,
            run.Terminals,
            run.SeatsLost,
            run.Samples.Length,
            run.Moves,
            Number(quiet.P50Ms),
            Number(quiet.P99Ms),
            Number(flood.P50Ms),
            Number(flood.P99Ms),
            Number(Math.Round(flood.P99Ms / quiet.P99Ms, 3)),
            Number(LatencyWindows.Of(run.Samples, run.Starts, []).P99Ms),
            P99ByKind(run, leftOut),
            run.QuietLoad,
            run.FloodLoad,
            SoakChecks.LongestGapMs(run.Gaps, run.Kills, afterKills: false),
            SoakChecks.LongestGapMs(run.Gaps, run.Kills, afterKills: true),
            [.. run.Gaps.Take(ShownGaps)],
            run.Memory,
            run.Floods,
            counters,
            [.. failures]);
    }

    private static Dictionary<string, double> P99ByKind(SoakOutcome run, TimeWindow[] leftOut) => run.Plan.Floods
        .GroupBy(slice => slice.Kind)
        .ToDictionary(
            slices => slices.Key.ToString().ToLowerInvariant(),
            slices => Number(LatencyWindows.Of(run.Samples, [.. slices.Select(slice => slice.Window)], leftOut).P99Ms),
            StringComparer.Ordinal);

    /// <summary>NaN, which JSON has not, is 0.</summary>
    private static double Number(double value) => double.IsFinite(value) ? value : 0;
}
