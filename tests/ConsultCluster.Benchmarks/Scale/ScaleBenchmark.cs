using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Scale;

/// <summary>Whether a packet costs the same when there are ten times as many receivers, groups, or packets per second.</summary>
internal static class ScaleBenchmark
{
    public const string Usage = "scale [--seconds 10] [--json]";

    /// <summary>More than the base by this factor is a cost that grows with something else than packets.</summary>
    private const double Limit = 1.1;

    private static readonly ScaleAxis[] _axes =
    [
        new("receivers", factor => new(Groups: 1, Publishers: 1, Receivers: 20 * factor, Rate: 250)),
        new("groups", factor => new(Groups: 100 * factor, Publishers: 2, Receivers: 0, Rate: 16)),
        new("rate", factor => new(Groups: 1, Publishers: 1, Receivers: 20, Rate: 250 * factor)),
    ];

    public static int Run(Arguments args)
    {
        var duration = TimeSpan.FromSeconds(args.Number("--seconds", 10, 1, 3_600));
        var options = StageOptions.Parse(args, standardBurst: 8);
        var isFlat = true;
        foreach (var axis in _axes)
        {
            double? basis = null;
            foreach (var factor in (int[])[1, 3, 10])
            {
                var load = axis.At(factor);
                var figures = Measure(load, options, duration);
                basis ??= figures.CpuUsPerPacketOut;
                var ratio = Math.Round(figures.CpuUsPerPacketOut / basis.Value, 3);
                isFlat &= ratio <= Limit && figures.Wrong == 0;
                Console.WriteLine(args.Has("--json")
                    ? JsonRow.Of("scale", new { axis = axis.Name, factor, ratio, load.Groups, load.Receivers, load.Rate }, figures)
                    : $"{axis.Name,-10} x{factor,-3} {figures.CpuUsPerPacketOut,6:0.00} us per packet out ({ratio:0.00}), p99 {figures.P99Us,7:0} us, {figures.PacketsOutPerS,7} packets/s, delivered {figures.Delivered:P3}");
            }
        }

        if (!isFlat)
        {
            Console.Error.WriteLine($"A packet costs more than {Limit} times the base somewhere.");
        }

        return isFlat ? 0 : 1;
    }

    private static StageFigures Measure(ScaleLoad load, StageOptions options, TimeSpan duration)
    {
        using var stage = new RelayStage(options);
        stage.AddGroups(load.Groups, load.Publishers, load.Receivers);
        return stage.Measure(load.Rate, duration).ToFigures();
    }
}
