using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Processes;
using ConsultCluster.Benchmarks.Soak.Record;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>What a run noted, before anything is made of it.</summary>
/// <param name="Kills">When something was killed.</param>
/// <param name="Starts">While something started.</param>
/// <param name="QuietLoad">Share of all cores in use in the quiet tenth.</param>
/// <param name="FloodLoad">The same afterwards.</param>
/// <param name="Moves">Of the witnesses' media.</param>
/// <param name="Counters">By how much each series of <c>/metrics</c> grew.</param>
internal sealed record SoakOutcome(
    SoakPlan Plan,
    TimeSpan[] Kills,
    TimeWindow[] Starts,
    double QuietLoad,
    double FloodLoad,
    LatencySample[] Samples,
    MediaGap[] Gaps,
    int Moves,
    MemoryTrend[] Memory,
    IReadOnlyDictionary<string, long> Floods,
    IReadOnlyDictionary<string, double> Counters,
    Acknowledged Acknowledged,
    long AuditEntries,
    int Terminals,
    int SeatsLost);
