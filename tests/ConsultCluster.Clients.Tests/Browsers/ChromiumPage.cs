using System.Text.Json;
using ConsultCluster.EndToEnd.Harness;
using Microsoft.Playwright;

namespace ConsultCluster.Clients.Tests.Browsers;

/// <summary>A page in a Chromium of its own, driven by Playwright.</summary>
internal sealed class ChromiumPage : IBrowserPage
{
    private const int Patience = 60_000;
    private const int Lines = 20;

    private readonly Chromium _chromium;
    private readonly IPage _page;
    private readonly List<string> _console = [];

    private ChromiumPage(Chromium chromium, IPage page)
    {
        _chromium = chromium;
        _page = page;
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) => Note($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note($"error: {error}");
    }

    public string Console
    {
        get
        {
            lock (_console)
            {
                return string.Join('\n', _console.TakeLast(Lines));
            }
        }
    }

    /// <summary>Starts the browser with an empty page.</summary>
    public static async Task<IBrowserPage> OpenAsync()
    {
        var chromium = await Chromium.StartAsync();
        var browser = await chromium.OpenAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en-GB" });
        await context.AddInitScriptAsync($"({PageScript.Preload})()");
        return new ChromiumPage(chromium, await context.NewPageAsync());
    }

    public Task GotoAsync(string url) => _page.GotoAsync(url);

    public Task ReloadAsync() => _page.ReloadAsync();

    public Task ClickAsync(string testId) => _page.GetByTestId(testId).ClickAsync();

    public async Task<JsonElement> CallAsync(string function, params object?[] arguments)
    {
        try
        {
            return PageScript.Result(await _page.EvaluateAsync<string>(PageScript.Call(function, arguments)));
        }
        catch (PlaywrightException thrown)
        {
            throw new InvalidOperationException(thrown.Message, thrown);
        }
    }

    public async ValueTask DisposeAsync() => await _chromium.DisposeAsync();

    private void Note(string line)
    {
        lock (_console)
        {
            _console.Add(line);
        }
    }
}
