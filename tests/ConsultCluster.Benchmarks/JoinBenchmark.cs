using System.Globalization;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks;

/// <summary>How long a person waits in real Chromium: from the click on "enter" to the first decoded frame of somebody else.</summary>
internal static class JoinBenchmark
{
    private const int Joins = 20;

    /// <summary>Installed before the page's own scripts; resolves with milliseconds. Both clocks count from the same start.</summary>
    private const string Stopwatch = """
        window.__firstFrame = new Promise(resolve => {
          document.addEventListener('click', event => {
            if (event.target.closest('[data-testid=join]') === null) return;
            const clicked = event.timeStamp;
            const look = () => {
              const video = document.querySelector('[data-own=false] video');
              if (video === null) requestAnimationFrame(look);
              else video.requestVideoFrameCallback(() => resolve(performance.now() - clicked));
            };
            look();
          }, { capture: true });
        });
        """;

    /// <summary>Prints one line; <c>--json</c> for programs.</summary>
    public static async Task<int> RunAsync(Arguments args)
    {
        Browser.Require();
        await SourceTree.BuildWebAppAsync();
        await using var stage = new DemoStage();
        await stage.StartAsync();
        using var api = await ApiClient.SignInAsync(stage.Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("Join benchmark");
        var publisher = await stage.StaffAsync(DemoPerson.Applicant);
        await publisher.JoinAsync(consultation.GroupId);
        var browser = await stage.Chromium.OpenAsync();

        var waits = new List<double>();
        for (var i = 0; i < Joins; i++)
        {
            var invitation = await api.InviteAsync(consultation.GroupId, $"Expert {i + 1}", "expert");
            var terminal = await Terminal.OpenInAsync(stage.Server, browser);
            await terminal.Page.AddInitScriptAsync(Stopwatch);
            await terminal.Page.GotoAsync(invitation.Link);
            await terminal.WaitAsync("() => document.querySelector('main video')?.videoWidth > 0", "see the own camera at the device check");
            await terminal.Part("join").ClickAsync();
            waits.Add(await terminal.Page.EvaluateAsync<double>("window.__firstFrame"));
            await terminal.Part("leave").ClickAsync();
            await terminal.Part("over").WaitForAsync();
            await terminal.Page.Context.CloseAsync();
        }

        waits.Sort();
        Print(waits, args.Has("--json"));
        return 0;
    }

    private static void Print(IReadOnlyList<double> sorted, bool json)
    {
        var (p50, p95) = (Percentile(sorted, 50), Percentile(sorted, 95));
        Console.WriteLine(json
            ? JsonRow.Of(new { benchmark = "join", joins = sorted.Count, p50_ms = p50, p95_ms = p95, max_ms = Math.Round(sorted[^1]) })
            : string.Create(CultureInfo.InvariantCulture, $"join: {sorted.Count} joins, p50 {p50} ms, p95 {p95} ms to the first decoded frame"));
    }

    /// <summary>Nearest rank.</summary>
    private static double Percentile(IReadOnlyList<double> sorted, int percent) =>
        Math.Round(sorted[((sorted.Count * percent) + 99) / 100 - 1]);
}
