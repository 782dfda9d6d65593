using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Meeting;

/// <summary>One group in which everybody publishes and everybody receives everybody else.</summary>
internal static class MeetingBenchmark
{
    public const string Usage = "meeting [--people 10] [--rate 250] [--burst 8] [--seconds 10] [--size 1100] [--profile gcm|cm] [--no-gso] [--json]";

    public static int Run(Arguments args)
    {
        var people = args.Number("--people", 10, 2, 50);
        var rate = args.Number("--rate", 250, 1, 10_000);
        var options = StageOptions.Parse(args, standardBurst: 8);
        return StageBenchmark.Run(
            "meeting",
            args,
            options,
            rate,
            stage => stage.AddGroups(1, people, receivers: 0),
            $"{people} people, each sends {rate} packets/s to all others",
            new { people, rate, options.Burst, options.Size, options.Profile });
    }
}
