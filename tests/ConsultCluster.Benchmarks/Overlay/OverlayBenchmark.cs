namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>
/// Two terminals on two relays whose direct way loses packets: measured as long as there is no other way, then after a third relay has joined and the
/// engine has found that the way over it is better. Real relays on loopback, the distances made by ports that hold and lose datagrams.
/// </summary>
internal static class OverlayBenchmark
{
    public const string Usage = "overlay [--seconds 20] [--direct-ms 40] [--loss 20] [--leg-ms 25] [--json]";

    /// <summary>Keyframes, the first measurements and the just-in-time compiler.</summary>
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    /// <summary>What is repaired comes within it.</summary>
    private static readonly TimeSpan _drain = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(Arguments args)
    {
        var seconds = args.Number("--seconds", 20, 1, 3_600);
        var (direct, loss, leg) = (args.Number("--direct-ms", 40, 0, 1_000), args.Number("--loss", 20, 0, 100), args.Number("--leg-ms", 25, 0, 1_000));
        var figures = await MeasureAsync(
            new OverlayPaths(TimeSpan.FromMilliseconds(direct), loss, TimeSpan.FromMilliseconds(leg)), TimeSpan.FromSeconds(seconds));
        Console.WriteLine(args.Has("--json")
            ? JsonRow.Of("overlay", new { seconds, direct_ms = direct, loss_percent = loss, leg_ms = leg }, figures)
            : figures.Describe());
        return 0;
    }

    /// <summary>Disposes of the paths.</summary>
    public static async Task<OverlayFigures> MeasureAsync(OverlayPaths paths, TimeSpan duration)
    {
        using var stage = new OverlayStage(paths);
        await stage.StartAsync();
        stage.RunFor(_warmUp);
        var directly = stage.RunFor(duration);
        stage.RunFor(_drain);
        var direct = WayFigures.Of(stage, directly);

        var from = directly.To + _drain;
        var found = stage.AddThird();
        var changed = stage.RunFor(_drain);
        var over = stage.RunFor(duration);
        stage.RunFor(_drain);
        var overlay = WayFigures.Of(stage, over);

        stage.LoseThird();
        var lost = stage.RunFor(_warmUp);
        return new OverlayFigures(
            direct.Delivered,
            direct.InTime,
            direct.P50Ms,
            direct.P95Ms,
            overlay.Delivered,
            overlay.InTime,
            overlay.P50Ms,
            overlay.P95Ms,
            Math.Round(found.TotalSeconds, 1),
            WayFigures.LongestGapMs(stage, (from, changed.To)),
            WayFigures.LongestGapMs(stage, lost));
    }
}
