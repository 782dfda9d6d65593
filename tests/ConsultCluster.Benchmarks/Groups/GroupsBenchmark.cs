using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Groups;

/// <summary>Many small groups on one relay: what consultations are, with the packets of one group seldom close together.</summary>
internal static class GroupsBenchmark
{
    public const string Usage = "groups [--groups 1000] [--people 2] [--rate 40] [--burst 4] [--seconds 10] [--size 1100] [--profile gcm|cm] [--no-gso] [--json]";

    public static int Run(Arguments args)
    {
        var groups = args.Number("--groups", 1_000, 1, 5_000);
        var people = args.Number("--people", 2, 2, 4);
        var rate = args.Number("--rate", 40, 1, 10_000);
        var options = StageOptions.Parse(args, standardBurst: 4);
        return StageBenchmark.Run(
            "groups",
            args,
            options,
            rate,
            stage => stage.AddGroups(groups, people, receivers: 0),
            $"{groups} groups of {people} people, each sends {rate} packets/s",
            new { groups, people, rate, options.Burst, options.Size, options.Profile });
    }
}
