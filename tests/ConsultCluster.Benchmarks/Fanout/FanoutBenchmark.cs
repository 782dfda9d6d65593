using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>One publisher, many receivers, through the real relay on loopback: handshakes, encryption and sockets included.</summary>
internal static class FanoutBenchmark
{
    public static int Run(Arguments args)
    {
        var options = FanoutOptions.Parse(args);
        using var stage = new RelayStage(options.Stage);
        stage.AddGroup("fanout", publishers: 1, options.Receivers);
        var figures = stage.Measure(options.Rate, TimeSpan.FromSeconds(options.Seconds)).ToFigures();
        var stageOptions = options.Stage;
        Console.WriteLine(options.Json
            ? JsonRow.Of(
                "fanout",
                new
                {
                    receivers = options.Receivers,
                    rate = options.Rate,
                    size = stageOptions.Size,
                    spread = stageOptions.Spread,
                    burst = stageOptions.Burst,
                    profile = stageOptions.Profile,
                    gso = stageOptions.SegmentationOffload,
                },
                figures)
            : Describe(options, figures));
        return figures.Wrong == 0 ? 0 : 1;
    }

    private static string Describe(FanoutOptions options, StageFigures figures) =>
        $"""
        1 -> {options.Receivers} at {options.Rate} packets/s in bursts of {options.Stage.Burst}, {options.Stage.Size} B, {options.Stage.Profile}
        relay CPU      {figures.CpuUsPerPacketOut} us per packet out (of its thread {figures.ThreadCpuUsPerPacketOut})
        allocated      {figures.AllocatedBytesPerPacket} B per packet, {figures.AllocatedBytesPerSecondBesides} B/s for reports and timers
        latency        p50 {figures.P50Us} us, p99 {figures.P99Us} us
        delivered      {figures.Delivered:P3} at {figures.PacketsOutPerSecond} packets/s out
        """;
}
