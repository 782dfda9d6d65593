using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>What one publisher sends to how many receivers.</summary>
/// <param name="Receivers">Default 20.</param>
/// <param name="Rate">Packets per second that the publisher sends. Default 500.</param>
/// <param name="Seconds">Length of the measurement. Default 10.</param>
/// <param name="Json">One line of JSON and nothing else.</param>
internal sealed record FanoutOptions(int Receivers, int Rate, int Seconds, StageOptions Stage, bool Json)
{
    public const string Usage =
        "fanout [--receivers 20] [--rate 500] [--size 1100] [--spread 0] [--burst 10] [--seconds 10] [--profile gcm|cm] [--openssl] [--plain-in] [--no-gso] [--json]";

    public static FanoutOptions Parse(Arguments args) => new(
        args.Number("--receivers", 20, 1, 2_000),
        args.Number("--rate", 500, 1, 100_000),
        args.Number("--seconds", 10, 1, 3_600),
        StageOptions.Parse(args),
        args.Has("--json"));
}
