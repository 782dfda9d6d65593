using System.Text.Json;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.EndToEnd.Cluster;

/// <summary>
/// Two consultations of three real browsers over three relay processes, of which one after the other is killed or drained. The
/// figures go to <c>artifacts/cluster/figures.json</c>; <c>./test cluster</c> prints them.
/// </summary>
public sealed class ClusterTests(ClusterStage stage) : IClassFixture<ClusterStage>
{
    private const int Drains = 2;
    private const double MaxKillGapMs = 1_000;
    private const double MaxDrainGapMs = 250;

    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(60);

    [ClusterFact]
    public async Task Standbys_OfAllTerminals_AreInAnotherProcessThanTheirMedia()
    {
        foreach (var terminal in stage.Terminals)
        {
            var state = (await terminal.StatsAsync())!.Value;

            Assert.NotEqual(ProcessOf(state.GetProperty("relayId").GetString()!), ProcessOf(state.GetProperty("standbyRelayId").GetString()!));
        }
    }

    [ClusterFact]
    public async Task Relays_KilledAndDrained_EverybodySeesEverybodyAgainAtOnce()
    {
        var kills = ClusterFactAttribute.Kills;
        var seats = await SeatsAsync();
        var killGaps = new List<double>();
        for (var kill = 0; kill < kills; kill++)
        {
            var node = stage.Nodes[kill % stage.Nodes.Count];
            killGaps.AddRange(await GapsAsync(node.KillAsync));
            await node.StartAsync();
        }

        var drainGaps = new List<double>();
        for (var drain = 0; drain < Drains; drain++)
        {
            var node = stage.Nodes[(kills + drain) % stage.Nodes.Count];
            drainGaps.AddRange(await GapsAsync(() => node.DrainAsync(DrainDeadline)));
            await node.StartAsync();
        }

        var lost = seats.Except(await SeatsAsync(), StringComparer.Ordinal).Count();
        var figures = new
        {
            kills,
            kill_gap_p50_ms = Percentile(killGaps, 50),
            kill_gap_p95_ms = Percentile(killGaps, 95),
            drain_gap_p95_ms = Percentile(drainGaps, 95),
            members_lost = lost,
        };
        var line = JsonSerializer.Serialize(figures);
        await File.WriteAllTextAsync(Path.Combine(SourceTree.Artifacts("cluster"), "figures.json"), line);
        Assert.True(figures is { kill_gap_p95_ms: <= MaxKillGapMs, drain_gap_p95_ms: <= MaxDrainGapMs, members_lost: 0 }, line);
    }

    /// <summary>A relay is named after its process, with a number at the end.</summary>
    private static string ProcessOf(string relay) => relay[..relay.LastIndexOf('-')];

    /// <summary>Nearest rank.</summary>
    private static double Percentile(List<double> values, int percent) =>
        Math.Round(values.Order().ElementAt((((values.Count * percent) + 99) / 100) - 1));

    /// <summary>What everybody sees of something that happens to a relay, once all have a standby session; worst picture of each terminal.</summary>
    private async Task<double[]> GapsAsync(Func<Task> happens)
    {
        foreach (var terminal in stage.Terminals)
        {
            await ClusterStage.HasStandbyAsync(terminal);
        }

        var from = DateTimeOffset.UtcNow;
        await happens();
        return await Task.WhenAll(stage.Terminals.Select(terminal => FrameGaps.LongestAsync(terminal, from, others: 2)));
    }

    private async Task<string[]> SeatsAsync() => await Task.WhenAll(stage.Terminals.Select(terminal => terminal.TerminalIdAsync()));
}
