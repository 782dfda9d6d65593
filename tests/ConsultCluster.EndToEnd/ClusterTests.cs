using ConsultCluster.EndToEnd.Harness;
using ConsultCluster.EndToEnd.Harness.Cluster;
using ConsultCluster.Testing.Time;
using Xunit.Abstractions;

namespace ConsultCluster.EndToEnd;

/// <summary>Relay processes die and leave under two consultations of three real browsers. <c>./test cluster</c> does the same more often.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int Kills = 2;
    private const int Drains = 1;

    /// <summary>
    /// Milliseconds for which a picture may stand still here. Terminals are computers of their own; six browsers on a machine of two cores wait for
    /// each other, so only what is far beyond fails: a connection that was made anew, or none. <c>./test cluster</c> holds the limits themselves.
    /// </summary>
    private static readonly double MaxGapWhenCrowdedMs = TimeLimit.Of(5_000);

    /// <summary>By lot some relay of five stays without any once in 1,500 times.</summary>
    private const int Encoders = 40;

    [Fact]
    public async Task Publish_EncodersThatMeasureNothing_AreSpreadOverAllRelaysByLoad()
    {
        await using var stage = new ClusterStage();
        await stage.StartRelaysAsync();
        await using var chromium = await Chromium.StartAsync();
        var device = await WhipEncoder.MakeAsync(await (await chromium.OpenAsync()).NewPageAsync());
        using var api = await ApiClient.SignInAsync(stage.Server, DemoPerson.Applicant);
        var ports = new List<int>();
        while (ports.Count < Encoders)
        {
            var consultation = await api.AskAsync("内镜 Endoscope");
            var encoder = await api.InviteAsync(consultation.GroupId, $"Encoder {ports.Count}", "device", "whip");
            ports.Add(await device.PublishAsync(stage.Server, encoder.Token));
        }

        var loads = ports.CountBy(port => port).ToDictionary();
        output.WriteLine(string.Join(' ', loads.Select(load => $"{load.Key}: {load.Value}")));
        Assert.All(stage.Nodes, node => Assert.Contains(node.RelayPort, loads));
        Assert.All(loads.Values, load => Assert.InRange(load, 1, Encoders / 2));
    }

    [Fact]
    public async Task Relays_KilledAndDrained_PicturesGoOnAndNobodyIsLost()
    {
        await using var stage = new ClusterStage();
        await stage.StartAsync();
        var placed = await stage.RelaysAsync();
        var seats = await stage.SeatsAsync();
        await stage.MarkPagesAsync();
        output.WriteLine($"Placed on {string.Join(' ', placed)}");

        var kills = await RoundsAsync(Kills, () => RelayLoss.KillAsync(stage));
        var drains = await RoundsAsync(Drains, () => RelayLoss.DrainAsync(stage));

        Assert.All(kills.Concat(drains), round => Assert.NotEqual(0, round.Carried));
        Assert.InRange(LossRound.Percentile(kills, 95), 0, MaxGapWhenCrowdedMs);
        Assert.InRange(LossRound.Percentile(drains, 95), 0, MaxGapWhenCrowdedMs);
        Assert.Equal(seats, await stage.SeatsAsync());
        Assert.True(await stage.PagesAreTheSameAsync(), "A page was loaded again.");

        // Where losses have put them they do not have to stay.
        await stage.AreNearAsync();

        // By round trip, where the browser could measure in time: on a busy machine that is not everybody.
        Assert.InRange(placed.Distinct(StringComparer.Ordinal).Count(), 2, stage.Nodes.Count);
    }

    private async Task<List<LossRound>> RoundsAsync(int count, Func<Task<LossRound>> take)
    {
        var rounds = new List<LossRound>();
        while (rounds.Count < count)
        {
            rounds.Add(await take());
            output.WriteLine(rounds[^1].ToString());
        }

        return rounds;
    }
}
