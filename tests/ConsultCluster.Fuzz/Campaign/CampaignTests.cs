using System.Globalization;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>
/// Mutants of the corpus through every parser of the product. <c>./test fuzz</c> runs 10,000,000 and prints the table; a plain <c>./test</c>
/// runs a few. <c>RENEW_CORPUS=1</c> writes the corpus anew.
/// </summary>
public sealed class CampaignTests(ITestOutputHelper output)
{
    private const long Few = 60_000;

    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Corpus");

    private static IReadOnlyList<FuzzTarget> Targets => [.. MediaTargets.All, .. LinkTargets.All, .. ControlTargets.All];

    [Fact]
    public void Run_EveryParser_NoCrashAndNoHang()
    {
        var inputs = long.TryParse(Environment.GetEnvironmentVariable("FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : Few;
        var reports = FuzzCampaign.Run(Targets, inputs, Corpus);
        output.WriteLine(FuzzCampaign.Table(reports));

        Assert.All(reports, report => Assert.Null(report.FirstCrash));
        Assert.All(reports, report => Assert.Equal(0, report.Crashes + report.Hangs));
        Assert.All(reports, report => Assert.True(report.Outcomes > 1, $"The mutants of {report.Target} reach nothing."));
    }

    [Fact]
    public void Run_AParserThatThrows_IsReported()
    {
        var (name, seeds) = CorpusSeeds.All().First();
        Assert.NotEmpty(seeds);
        var report = Assert.Single(FuzzCampaign.Run(
            [new(name, 1, input => input.Length % 7 == 0 ? throw new InvalidOperationException("seven") : input.Length)], 1000, Corpus));

        Assert.InRange(report.Crashes, 10, 900);
        Assert.StartsWith("InvalidOperationException: seven", report.FirstCrash, StringComparison.Ordinal);
    }

    [Fact]
    public void Corpus_OfEveryTarget_HoldsTheSeedsInNumber()
    {
        if (Environment.GetEnvironmentVariable("RENEW_CORPUS") == "1")
        {
            Write(SourceFolder());
        }

        foreach (var (target, seeds) in CorpusSeeds.All())
        {
            Assert.True(Directory.GetFiles(Path.Combine(Corpus, target)).Length >= seeds.Length, $"{target}: run with RENEW_CORPUS=1.");
        }

        Assert.Equal(Targets.Select(target => target.Name).Order(), CorpusSeeds.All().Select(entry => entry.Target).Order());
    }

    private static void Write(string folder)
    {
        foreach (var (target, seeds) in CorpusSeeds.All())
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, target)).FullName;
            for (var i = 0; i < seeds.Length; i++)
            {
                File.WriteAllBytes(Path.Combine(path, $"seed-{i:D2}"), seeds[i]);
            }
        }
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Corpus");
}
