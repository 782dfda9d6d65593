using ConsultCluster.EndToEnd.Harness;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd;

/// <summary>Looks at pages: pictures for people, axe for the rest.</summary>
internal sealed class PageLooks
{
    private static readonly AxeRunOptions Colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    private readonly List<string> _violations = [];

    /// <summary>What axe found wrong so far.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Goes there (or stays), waits for a part of the page, takes pictures, and asks axe in light and in dark.</summary>
    /// <param name="isWhole">Pictures of the whole page, and not only of what fits into the window.</param>
    public async Task LookAsync(Terminal terminal, string? address, string? part, string name, string language, bool isWhole = false)
    {
        var page = terminal.Page;
        if (address is not null)
        {
            await page.GotoAsync(address);
        }

        await (part is null ? page.Locator("main h1").First : terminal.Part(part)).WaitForAsync();
        await Screenshots.TakeAsync(page, $"{name}-{language}", isWhole);
        if (language == "en")
        {
            // Only colours change in the dark, and they are the same in both languages.
            await ExamineAsync(page, ColorScheme.Dark, $"{name} in the dark", Colours, passesAtLeast: 1);
        }

        await ExamineAsync(page, ColorScheme.Light, $"{name} in {language}", rules: null, passesAtLeast: 10);
    }

    private async Task ExamineAsync(IPage page, ColorScheme scheme, string what, AxeRunOptions? rules, int passesAtLeast)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var result = await page.RunAxe(rules);
        Assert.True(result.Passes.Length >= passesAtLeast, $"axe did not look at {what}.");
        _violations.AddRange(result.Violations.Select(violation =>
            $"{what}: {violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
    }
}
