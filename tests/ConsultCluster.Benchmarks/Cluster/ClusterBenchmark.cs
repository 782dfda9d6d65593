using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.EndToEnd.Harness.Cluster;

namespace ConsultCluster.Benchmarks.Cluster;

/// <summary>
/// Two consultations of three real browsers over three relay processes, of which one after the other is killed, and some are drained: for how
/// long pictures stand still, and whether anybody is lost. Needs a machine with little else to do.
/// </summary>
internal static class ClusterBenchmark
{
    public const string Usage = "cluster [--kills 20] [--drains 10] [--json]";

    public static async Task<int> RunAsync(Arguments args)
    {
        var kills = args.Number("--kills", 20, 1, 1_000);
        var drains = args.Number("--drains", 10, 1, 100);
        Browser.Require();
        await SourceTree.BuildWebAppAsync();
        await using var stage = new ClusterStage();
        await stage.StartAsync();
        var placed = await stage.RelaysAsync();
        await Console.Error.WriteLineAsync($"Placed on {string.Join(' ', placed)}");
        var seats = await stage.SeatsAsync();
        await stage.MarkPagesAsync();
        var killed = await RoundsAsync("kill", kills, () => RelayLoss.KillAsync(stage));
        var drained = await RoundsAsync("drain", drains, () => RelayLoss.DrainAsync(stage));
        var figures = new ClusterFigures(
            kills,
            LossRound.Percentile(killed, 50),
            LossRound.Percentile(killed, 95),
            LossRound.Percentile(drained, 95),
            await stage.PagesAreTheSameAsync() ? seats.Except(await stage.SeatsAsync(), StringComparer.Ordinal).Count() : seats.Length);
        Console.WriteLine(args.Has("--json") ? JsonRow.Of(figures) : figures.Describe());
        var isSpread = placed.Chunk(stage.Nodes.Count).Any(group => group.Distinct(StringComparer.Ordinal).Count() == stage.Nodes.Count);
        if (!isSpread)
        {
            await Console.Error.WriteLineAsync("No consultation was spread over all relay processes, though its terminals are near different ones.");
        }

        return isSpread && figures is { KillGapP95Ms: <= LossRound.MaxKillGapMs, DrainGapP95Ms: <= LossRound.MaxDrainGapMs, MembersLost: 0 } ? 0 : 1;
    }

    /// <summary>Each round is told at once.</summary>
    private static async Task<List<LossRound>> RoundsAsync(string what, int count, Func<Task<LossRound>> take)
    {
        var rounds = new List<LossRound>();
        while (rounds.Count < count)
        {
            rounds.Add(await take());
            await Console.Error.WriteLineAsync($"{what} {rounds.Count}: {rounds[^1]}");
        }

        return rounds;
    }
}
