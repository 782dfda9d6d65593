using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Processes;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>What has to hold at the end, each as a sentence when it does not.</summary>
internal static class SoakChecks
{
    /// <summary>Delays under floods by those of the quiet tenth.</summary>
    public const double MaxP99Ratio = 1.2;

    /// <summary>After a kill delays do not count for so long.</summary>
    public static readonly TimeSpan KillWindow = TimeSpan.FromSeconds(1);

    /// <summary>A gap that begins so soon after a kill is one of it: a dead relay is noticed, and a group moves with its server.</summary>
    public static readonly TimeSpan KillGap = TimeSpan.FromSeconds(10);

    /// <summary>In a quiet window or a flood with fewer packets a percentile says nothing.</summary>
    private const int MinPackets = 1_000;

    /// <summary>Words in the names of counters of what was refused, dropped, limited or ended.</summary>
    private static readonly string[] _limitWords = ["refus", "reject", "limit", "drop", "throttl", "too_many", "exceed", "evict", "denied", "unproven", "ended", "budget"];

    /// <summary>Of those, what is no limit of ours: a full socket buffer, and requests that were let through.</summary>
    private static readonly string[] _otherWords = ["send_dropped", "lease_duration", "result=\"acquired\"", "orleans_"];

    /// <summary>Whether a series of <c>/metrics</c> counts what a limit did.</summary>
    public static bool IsOfLimits(string series)
    {
        // A call's outcome is a label: anything else than "done" is a refusal.
        if (series.StartsWith("hub_call_duration", StringComparison.Ordinal))
        {
            return !series.Contains("outcome=\"done\"", StringComparison.Ordinal);
        }

        return Array.Exists(_limitWords, word => series.Contains(word, StringComparison.Ordinal)) && !Array.Exists(_otherWords, word => series.Contains(word, StringComparison.Ordinal));
    }

    public static IEnumerable<string> Latency(LatencyFigures quiet, LatencyFigures flood)
    {
        if (quiet.Packets < MinPackets || flood.Packets < MinPackets)
        {
            yield return $"The witnesses heard too little to tell: {quiet.Packets} packets quiet, {flood.Packets} under floods.";
        }
        else if (flood.P99Ms > quiet.P99Ms * MaxP99Ratio)
        {
            yield return $"Under floods the witnesses' voices took {flood.P99Ms} ms (p99) instead of {quiet.P99Ms} ms; at most {MaxP99Ratio} times is allowed.";
        }
    }

    public static IEnumerable<string> Memory(IEnumerable<MemoryTrend> trends) => trends
        .Where(trend => trend.Grew)
        .Select(trend => $"{trend.Process} grew to {trend.Growth} times its memory in {trend.Life.TotalMinutes:F0} min; at most {MemoryTrend.MaxGrowth} is allowed.");

    /// <summary>Floods that were none prove nothing.</summary>
    /// <param name="floods">As <see cref="Floods.FloodTally"/> counts them.</param>
    /// <param name="counters">Of <c>/metrics</c>, those of limits.</param>
    public static IEnumerable<string> FloodsWereReal(IReadOnlyDictionary<string, long> floods, IReadOnlyDictionary<string, double> counters)
    {
        foreach (var name in new[] { "calls.sent", "chat.sent", "connections.tried", "media.bytes_sent", "datagrams.sent" })
        {
            if (floods.GetValueOrDefault(name) == 0)
            {
                yield return $"The flood was none: {name} is 0.";
            }
        }

        if (!floods.Any(pair => pair.Value > 0 && (pair.Key.StartsWith("calls.refused", StringComparison.Ordinal) || pair.Key == "calls.cut_off")))
        {
            yield return "No call of a guest that floods was refused.";
        }

        foreach (var (what, prefix) in new[] { ("hub", "hub_"), ("relay", "relay_dropped") })
        {
            if (!counters.Any(pair => pair.Value > 0 && pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                yield return $"No counter of the {what}'s limits moved.";
            }
        }
    }

    /// <summary>Longest gap of those that begin soon after a kill, or of the others; 0 without any.</summary>
    public static double LongestGapMs(IEnumerable<MediaGap> gaps, IReadOnlyList<TimeSpan> kills, bool afterKills) => Math.Round(gaps
        .Where(gap => kills.Any(kill => gap.From + gap.Length >= kill && gap.From <= kill + KillGap) == afterKills)
        .Select(gap => gap.Length.TotalMilliseconds)
        .DefaultIfEmpty(0)
        .Max());

    /// <summary>For one second after each.</summary>
    public static IEnumerable<TimeWindow> After(IEnumerable<TimeSpan> kills) => kills.Select(kill => new TimeWindow(kill, kill + KillWindow));
}
