using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>
/// The whole product on one machine for an hour: people come and go, processes die and come back, guests flood at the limits; a quiet consultation measures what it
/// notices of that. At the end everything acknowledged has to be on record, nobody may have lost a seat, and memory has to be flat.
/// </summary>
internal static class SoakBenchmark
{
    public static async Task<int> RunAsync(Arguments args)
    {
        var options = SoakOptions.Parse(args);
        await SourceTree.BuildWebAppAsync();
        SoakRun started;
        try
        {
            started = await SoakRun.StartAsync(options);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"The cluster did not start: {e.Message}");
            return 1;
        }

        await using var run = started;
        var figures = await run.RunAsync();
        var set = new { options.Groups, options.Members };
        Console.WriteLine(args.Has("--json") ? JsonRow.Of("soak", set, figures) : figures.Describe());
        foreach (var failure in figures.Failures)
        {
            await Console.Error.WriteLineAsync($"Did not hold: {failure}");
        }

        return figures.Failures.Count == 0 ? 0 : 1;
    }
}
