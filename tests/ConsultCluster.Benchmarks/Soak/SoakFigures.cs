using ConsultCluster.Benchmarks.Soak.Latency;
using ConsultCluster.Benchmarks.Soak.Processes;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>What the soak prints. Delays are those of the witnesses' voices, in milliseconds.</summary>
/// <param name="Judged">False for a short run, whose delays and memory are printed only.</param>
/// <param name="QuietP99Ms">In the first tenth.</param>
/// <param name="FloodP99Ms">Afterwards, without one second after each kill and without the times in which a process starts on the cores of all others.</param>
/// <param name="P99Ratio">The second by the first; may be 1.2.</param>
/// <param name="StartP99Ms">While processes start.</param>
/// <param name="FloodP99ByKindMs">As <paramref name="FloodP99Ms"/>, by what guests flood with.</param>
/// <param name="QuietMachineLoad">Share of all cores in use in the quiet tenth, 0 to 1: near 1 delays say more of the machine than of the product.</param>
/// <param name="FloodMachineLoad">The same afterwards.</param>
/// <param name="LongestGapMs">Longest time in which one witness heard nothing of another, kills apart.</param>
/// <param name="LongestGapOfKillsMs">The same within <see cref="SoakChecks.KillGap"/> after a kill.</param>
/// <param name="LongestGaps">The longest of all with their pair and their beginning, kills included.</param>
/// <param name="Memory">Of each life of each process: resident bytes of its middle third and of its last third.</param>
/// <param name="Floods">What guests sent and how it was answered.</param>
/// <param name="Counters">Of <c>/metrics</c>, over all processes: those of limits and refusals that moved.</param>
/// <param name="Failures">What did not hold; empty when all did.</param>
internal sealed record SoakFigures(
    double Minutes,
    bool Judged,
    int Kills,
    int MessagesAcknowledged,
    int TokensIssued,
    int TokensRevoked,
    int ConsultationsClosed,
    long AuditEntries,
    int Terminals,
    int SeatsLost,
    long WitnessPackets,
    int WitnessMoves,
    double QuietP50Ms,
    double QuietP99Ms,
    double FloodP50Ms,
    double FloodP99Ms,
    double P99Ratio,
    double StartP99Ms,
    IReadOnlyDictionary<string, double> FloodP99ByKindMs,
    double QuietMachineLoad,
    double FloodMachineLoad,
    double LongestGapMs,
    double LongestGapOfKillsMs,
    IReadOnlyList<MediaGap> LongestGaps,
    IReadOnlyList<MemoryTrend> Memory,
    IReadOnlyDictionary<string, long> Floods,
    IReadOnlyDictionary<string, double> Counters,
    IReadOnlyList<string> Failures)
{
    private const double MiB = 1024 * 1024;

    /// <summary>For a person.</summary>
    public string Describe() =>
        $"""
        {Minutes} min, {Kills} kills, {Terminals} terminals, {SeatsLost} seats lost
        record         {MessagesAcknowledged} messages, {TokensIssued} tokens, {TokensRevoked} revoked, {ConsultationsClosed} closed: acknowledged and on record; {AuditEntries} audit entries
        voices         p99 {QuietP99Ms} ms quiet, {FloodP99Ms} ms under floods ({P99Ratio} times), {StartP99Ms} ms while processes start; {WitnessMoves} moves
        by flood       {string.Join(", ", FloodP99ByKindMs.Select(pair => $"{pair.Key} {pair.Value} ms"))}; cores {QuietMachineLoad:P0} in use quiet, {FloodMachineLoad:P0} afterwards
        longest gap    {LongestGapMs} ms, {LongestGapOfKillsMs} ms after kills: {string.Join(", ", LongestGaps.Select(gap => $"{gap.Length.TotalMilliseconds:F0} ms at {gap.From:hh\\:mm\\:ss}"))}
        memory         {string.Join(", ", Memory.Select(trend => $"{trend.Process} {trend.MiddleBytes / MiB:F0} to {trend.LastBytes / MiB:F0} MiB"))}
        floods         {string.Join(", ", Floods.Select(pair => $"{pair.Key} {pair.Value}"))}
        counters       {string.Join(", ", Counters.Select(pair => $"{pair.Key} {pair.Value}"))}
        {(Judged ? "" : "delays and memory are not judged in a run under ten minutes\n")}{(Failures.Count == 0 ? "all held" : string.Join('\n', Failures))}
        """;
}
