using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>One publisher, many receivers, through the real relay on loopback: handshakes, encryption and sockets included.</summary>
internal static class FanoutBenchmark
{
    public const string Usage =
        "fanout [--receivers 20] [--rate 500] [--size 1100] [--spread 0] [--burst 10] [--seconds 10] [--profile gcm|cm] [--openssl] [--plain-in] [--no-gso] [--json]";

    public static int Run(Arguments args)
    {
        var receivers = args.Number("--receivers", 20, 1, 2_000);
        var rate = args.Number("--rate", 500, 1, 100_000);
        var options = StageOptions.Parse(args, standardBurst: 10);
        return StageBenchmark.Run(
            "fanout",
            args,
            options,
            rate,
            stage => stage.AddGroups(1, publishers: 1, receivers),
            $"1 -> {receivers} at {rate} packets/s in bursts of {options.Burst}, {options.Size} B, {options.Profile}",
            new
            {
                receivers,
                rate,
                options.Size,
                options.Spread,
                options.Burst,
                options.Profile,
                udp_segment = options.SegmentationOffload,
                openssl = options.OpenSslOnly,
                options.PlainIn,
            });
    }
}
