using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using ConsultCluster.EndToEnd.Harness;
using Perfolizer.Horology;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>Nanoseconds and bytes of the single steps of the packet path, by BenchmarkDotNet.</summary>
internal static class MicroBenchmark
{
    public const string Usage = "micro [--json] [--filter *Gcm*] [any other option of BenchmarkDotNet]";

    /// <summary>Below <c>artifacts/</c>, which git ignores.</summary>
    private const string Folder = "benchmarks";

    /// <summary>Every class with operations; the allocation budgets look here too.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
    [
        typeof(ParseBenchmarks), typeof(RewriteBenchmarks), typeof(ProtectBenchmarks), typeof(UnprotectBenchmarks),
        typeof(HistoryBenchmarks), typeof(ForwardBenchmarks), typeof(LimitBenchmarks), typeof(SessionBenchmarks), typeof(HandshakeBenchmarks),
    ];

    public static int Run(string[] args)
    {
        var json = args.Contains("--json", StringComparer.Ordinal);
        var rest = args.Where(arg => arg != "--json").ToList();
        if (!rest.Exists(arg => arg is "--filter" or "-f" or "--list"))
        {
            rest.AddRange(["--filter", "*"]);
        }

        var summaries = BenchmarkSwitcher.FromTypes([.. Classes]).Run([.. rest], Config(json)).ToList();
        foreach (var summary in summaries)
        {
            if (json)
            {
                WriteRows(summary);
            }
        }

        if (summaries.TrueForAll(Succeeded))
        {
            return 0;
        }

        Console.Error.WriteLine($"Not every benchmark ran to its end; the log is in {SourceTree.Artifacts(Folder)}.");
        return 1;
    }

    private static IConfig Config(bool json) => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun
            // Without a project of its own to generate, restore and build, a run needs no package source.
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(5)
            .WithIterationCount(10)
            .WithIterationTime(TimeInterval.FromMilliseconds(50)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddValidator(JitOptimizationsValidator.FailOnError)
        .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared, MethodOrderPolicy.Declared))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(json ? NullLogger.Instance : ConsoleLogger.Default)
        .WithOptions(ConfigOptions.JoinSummary)
        .WithArtifactsPath(SourceTree.Artifacts(Folder));

    private static void WriteRows(Summary summary)
    {
        foreach (var report in summary.Reports)
        {
            double? mean = report.ResultStatistics is { } statistics ? Math.Round(statistics.Mean, 2) : null;
            var allocated = report.Success ? report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) : null;
            Console.WriteLine(JsonRow.Of(
                "micro", new { name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name }, new { mean_ns = mean, allocated_bytes = allocated }));
        }
    }

    private static bool Succeeded(Summary summary) =>
        !summary.HasCriticalValidationErrors && summary.Reports.Length > 0 && summary.Reports.All(report => report.Success);
}
