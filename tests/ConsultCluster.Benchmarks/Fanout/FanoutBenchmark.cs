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
                    udp_segment = stageOptions.SegmentationOffload,
                    openssl = stageOptions.OpenSslOnly,
                    plain_in = stageOptions.PlainIn,
                },
                figures)
            : $"1 -> {options.Receivers} at {options.Rate} packets/s in bursts of {stageOptions.Burst}, {stageOptions.Size} B, {stageOptions.Profile}\n{figures.Describe()}");
        return figures.Wrong == 0 ? 0 : 1;
    }
}
