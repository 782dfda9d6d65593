namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What the modes with one measurement on one relay have in common.</summary>
internal static class StageBenchmark
{
    /// <summary>Measures for <c>--seconds</c> and prints it, with <c>--json</c> for programs.</summary>
    /// <param name="rate">Packets per second of each publisher.</param>
    /// <param name="add">Puts the terminals on the stage.</param>
    /// <param name="title">What was set, for a person.</param>
    /// <param name="set">The same as JSON.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string name, Arguments args, StageOptions options, int rate, Action<RelayStage> add, string title, object set)
    {
        var duration = TimeSpan.FromSeconds(args.Number("--seconds", 10, 1, 3_600));
        using var stage = new RelayStage(options);
        add(stage);
        var figures = stage.Measure(rate, duration).ToFigures();
        Console.WriteLine(args.Has("--json") ? JsonRow.Of(name, set, figures) : $"{title}\n{figures.Describe()}");
        return figures.Wrong == 0 ? 0 : 1;
    }
}
