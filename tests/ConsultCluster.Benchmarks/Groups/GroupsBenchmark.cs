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
        var seconds = args.Number("--seconds", 10, 1, 3_600);
        var options = StageOptions.Parse(args, standardBurst: 4);
        using var stage = new RelayStage(options);
        stage.AddGroups(groups, people);
        var figures = stage.Measure(rate, TimeSpan.FromSeconds(seconds)).ToFigures();
        Console.WriteLine(args.Has("--json")
            ? JsonRow.Of("groups", new { groups, people, rate, burst = options.Burst, size = options.Size, profile = options.Profile }, figures)
            : $"{groups} groups of {people} people, each sends {rate} packets/s\n{figures.Describe()}");
        return figures.Wrong == 0 ? 0 : 1;
    }
}
