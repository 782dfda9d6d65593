namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>Takes relays away from under consultations, and measures for how long pictures stand still.</summary>
internal static class RelayLoss
{
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Kills the relay process that carries most, and starts it again.</summary>
    public static async Task<LossRound> KillAsync(ClusterStage stage) =>
        await TakeAsync(stage, node => node.KillAsync());

    /// <summary>Stops the relay process that carries most as an operator would, and starts it again when it is gone.</summary>
    public static async Task<LossRound> DrainAsync(ClusterStage stage) =>
        await TakeAsync(stage, node => node.DrainAsync(DrainDeadline));

    private static async Task<LossRound> TakeAsync(ClusterStage stage, Func<RelayNodeProcess, Task> take)
    {
        await stage.HaveStandbysAsync();
        await Task.WhenAll(stage.Terminals.Select(terminal => FrameGaps.BecomeEvenAsync(terminal, ClusterStage.Others)));
        var node = await stage.BusiestAsync();
        var carried = (await stage.RelaysAsync()).Count(relay => relay.StartsWith($"{node.Name}-", StringComparison.Ordinal));
        var from = DateTimeOffset.UtcNow;
        await take(node);
        var gaps = await Task.WhenAll(stage.Terminals.Select(terminal => FrameGaps.LongestAsync(terminal, from, ClusterStage.Others)));
        await node.StartAsync();
        return new LossRound(node.Name, carried, [.. gaps.Select(pictures => pictures.Max())]);
    }
}
