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
        var seconds = args.Number("--seconds", 10, 1, 3_600);
        var options = StageOptions.Parse(args, standardBurst: 8);
        using var stage = new RelayStage(options);
        stage.AddGroup("meeting", publishers: people, receivers: 0);
        var figures = stage.Measure(rate, TimeSpan.FromSeconds(seconds)).ToFigures();
        Console.WriteLine(args.Has("--json")
            ? JsonRow.Of("meeting", new { people, rate, burst = options.Burst, size = options.Size, profile = options.Profile }, figures)
            : $"{people} people, each sends {rate} packets/s to all others\n{figures.Describe()}");
        return figures.Wrong == 0 ? 0 : 1;
    }
}
