using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Cascade;

/// <summary>
/// One publisher and many receivers, first on one relay, then the publisher on one and the receivers on another that is linked to it: what
/// the link costs in processor time of both relays per packet delivered, and in delay.
/// </summary>
internal static class CascadeBenchmark
{
    public const string Usage =
        "cascade [--receivers 50] [--rate 500] [--size 1100] [--spread 0] [--burst 8] [--seconds 10] [--profile gcm|cm] [--openssl] [--no-gso] [--json]";

    /// <summary>Local and cascaded are measured in turns: the machine's mood of the moment is in both.</summary>
    private const int Turns = 3;

    public static int Run(Arguments args)
    {
        var receivers = args.Number("--receivers", 50, 1, 2_000);
        var rate = args.Number("--rate", 500, 1, 100_000);
        var duration = TimeSpan.FromSeconds(args.Number("--seconds", 10, 1, 3_600));
        var options = StageOptions.Parse(args, standardBurst: 8);
        var (local, cascaded) = (new List<StageFigures>(), new List<StageFigures>());
        for (var i = 0; i < Turns; i++)
        {
            local.Add(Measure(options, isLinked: false, receivers, rate, duration));
            cascaded.Add(Measure(options, isLinked: true, receivers, rate, duration));
        }

        var set = new { receivers, rate, options.Size, options.Spread, options.Burst, options.Profile, udp_segment = options.SegmentationOffload };
        var figures = new CascadeFigures(
            Median(local, figures => figures.CpuUsPerPacketOut),
            Median(cascaded, figures => figures.CpuUsPerPacketOut),
            Math.Round(Median(cascaded, figures => figures.CpuUsPerPacketOut) / Median(local, figures => figures.CpuUsPerPacketOut), 3),
            Median(local, figures => figures.P50Us),
            Median(cascaded, figures => figures.P50Us),
            Median(local, figures => figures.P99Us),
            Median(cascaded, figures => figures.P99Us),
            Math.Round(Median(cascaded, figures => figures.P50Us) - Median(local, figures => figures.P50Us), 1),
            Math.Round(Median(cascaded, figures => figures.P99Us) - Median(local, figures => figures.P99Us), 1),
            local.Min(figures => figures.Delivered),
            cascaded.Min(figures => figures.Delivered),
            local.Concat(cascaded).Sum(figures => figures.Wrong));
        Console.WriteLine(args.Has("--json") ? JsonRow.Of("cascade", set, figures) : figures.Describe(receivers, rate));
        return figures.Wrong == 0 ? 0 : 1;
    }

    private static StageFigures Measure(StageOptions options, bool isLinked, int receivers, int rate, TimeSpan duration)
    {
        using var stage = new RelayStage(options, isLinked);
        stage.AddGroups(1, publishers: 1, receivers);
        return stage.Measure(rate, duration).ToFigures();
    }

    private static double Median(List<StageFigures> figures, Func<StageFigures, double> figure) => figures.Select(figure).Order().ElementAt(figures.Count / 2);
}
