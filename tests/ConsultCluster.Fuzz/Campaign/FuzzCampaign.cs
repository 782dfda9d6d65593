using System.Diagnostics;
using System.Globalization;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>Runs mutants of the corpus through every parser: the same ones each run for the same number of inputs.</summary>
internal static class FuzzCampaign
{
    /// <summary>Parsers take microseconds, the slowest milliseconds. Twice in a row it is the input, and not a machine that was busy.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Inputs with a new outcome that are kept for further mutation, per parser.</summary>
    private const int MaxFound = 512;

    private const int MaxInput = 64 * 1024;

    /// <param name="inputs">For all targets together.</param>
    /// <param name="corpus">Folder with a folder of seeds for each target.</param>
    public static IReadOnlyList<FuzzReport> Run(IReadOnlyList<FuzzTarget> targets, long inputs, string corpus)
    {
        var weights = targets.Sum(target => (long)target.Weight);
        return [.. targets.Select((target, index) => Run(target, Math.Max(1, inputs * target.Weight / weights), Seeds(corpus, target), seed: 1000 + index))];
    }

    /// <summary>The files of a target's corpus, in a fixed order.</summary>
    public static List<byte[]> Seeds(string corpus, FuzzTarget target) =>
        [.. Directory.GetFiles(Path.Combine(corpus, target.Name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>The reports as a table.</summary>
    public static string Table(IReadOnlyList<FuzzReport> reports)
    {
        var lines = new List<string> { "| parser | inputs | outcomes | crashes | hangs | seconds | slowest input, ms |", "|---|---|---|---|---|---|---|" };
        lines.AddRange(reports.Select(r => Row(r.Target, r.Inputs, r.Outcomes, r.Crashes, r.Hangs, r.Elapsed, r.Slowest)));
        lines.Add(Row(
            "all",
            reports.Sum(r => r.Inputs),
            reports.Sum(r => r.Outcomes),
            reports.Sum(r => r.Crashes),
            reports.Sum(r => r.Hangs),
            TimeSpan.FromTicks(reports.Sum(r => r.Elapsed.Ticks)),
            reports.Max(r => r.Slowest)));
        return string.Join('\n', lines);
    }

    private static string Row(string name, long inputs, int outcomes, long crashes, long hangs, TimeSpan elapsed, TimeSpan slowest) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {inputs:N0} | {outcomes:N0} | {crashes} | {hangs} | {elapsed.TotalSeconds:F1} | {slowest.TotalMilliseconds:F1} |");

    private static FuzzReport Run(FuzzTarget target, long inputs, List<byte[]> seeds, int seed)
    {
        var mutator = new Mutator(seed);
        var pool = seeds.ToList();
        var outcomes = new HashSet<int>();
        var (crashes, hangs, slowest) = (0L, 0L, TimeSpan.Zero);
        string? first = null;
        var watch = Stopwatch.StartNew();
        using var watchdog = new Watchdog(target.Name, Deadline);
        for (var i = 0L; i < inputs; i++)
        {
            // Every seed itself comes first.
            var input = i < seeds.Count ? [.. seeds[(int)i]] : mutator.Mutate(pool);
            input = input.Length > MaxInput ? input[..MaxInput] : input;
            watchdog.Begin(input);
            var took = Time(input);
            hangs += took > Deadline && Time(input) > Deadline ? 1 : 0;
            slowest = took > slowest ? took : slowest;
        }

        return new(target.Name, inputs, crashes, hangs, outcomes.Count, watch.Elapsed, slowest, first);

        TimeSpan Time(byte[] input)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                // The parser may change its input.
                if (outcomes.Add(target.Run([.. input])) && pool.Count < seeds.Count + MaxFound)
                {
                    pool.Add(input);
                }
            }
            catch (Exception exception)
            {
                crashes++;
                first ??= $"{exception.GetType().Name}: {exception.Message} on {Convert.ToHexString(input)}\n{exception.StackTrace}";
            }

            return Stopwatch.GetElapsedTime(start);
        }
    }
}
