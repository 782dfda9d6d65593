using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Cluster;

/// <summary>
/// Two consultations of three real browsers over three relay processes, of which one after the other is killed, and some are drained: for how
/// long pictures stand still, and whether anybody is lost. Needs a machine with little else to do.
/// </summary>
internal static class ClusterBenchmark
{
    public const string Usage = "cluster [--kills 20] [--drains 4] [--json]";

    private const double MaxKillGapMs = 1_000;
    private const double MaxDrainGapMs = 250;

    private static readonly TimeSpan _drainDeadline = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(Arguments args)
    {
        var kills = args.Number("--kills", 20, 1, 1_000);
        var drains = args.Number("--drains", 4, 1, 100);
        await SourceTree.BuildWebAppAsync();
        await using var stage = new ClusterStage();
        await stage.StartAsync();
        var seats = await SeatsAsync(stage);
        var killGaps = new List<double>();
        for (var kill = 0; kill < kills; kill++)
        {
            var node = stage.Nodes[kill % stage.Nodes.Count];
            killGaps.AddRange(await GapsAsync(stage, node.KillAsync));
            await node.StartAsync();
        }

        var drainGaps = new List<double>();
        for (var drain = 0; drain < drains; drain++)
        {
            var node = stage.Nodes[drain % stage.Nodes.Count];
            drainGaps.AddRange(await GapsAsync(stage, () => node.DrainAsync(_drainDeadline)));
            await node.StartAsync();
        }

        var figures = new ClusterFigures(
            kills,
            Percentile(killGaps, 50),
            Percentile(killGaps, 95),
            Percentile(drainGaps, 95),
            seats.Except(await SeatsAsync(stage), StringComparer.Ordinal).Count());
        Console.WriteLine(args.Has("--json") ? JsonRow.Of(figures) : figures.Describe());
        return figures is { KillGapP95Ms: <= MaxKillGapMs, DrainGapP95Ms: <= MaxDrainGapMs, MembersLost: 0 } ? 0 : 1;
    }

    /// <summary>What everybody sees of something that happens to a relay once all have a standby session: the worst picture of each terminal.</summary>
    private static async Task<double[]> GapsAsync(ClusterStage stage, Func<Task> happens)
    {
        foreach (var terminal in stage.Terminals)
        {
            await ClusterStage.HasStandbyAsync(terminal);
        }

        var from = DateTimeOffset.UtcNow;
        await happens();
        return await Task.WhenAll(stage.Terminals.Select(terminal => FrameGaps.LongestAsync(terminal, from, others: 2)));
    }

    private static async Task<string[]> SeatsAsync(ClusterStage stage) =>
        await Task.WhenAll(stage.Terminals.Select(terminal => terminal.TerminalIdAsync()));

    /// <summary>Nearest rank.</summary>
    private static double Percentile(List<double> values, int percent) =>
        Math.Round(values.Order().ElementAt((((values.Count * percent) + 99) / 100) - 1));
}
