using System.Text.Json;
using System.Text.Json.Nodes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Clients.Tests.Browsers;

/// <summary>A page in a Firefox ESR of its own, driven by WebDriver BiDi.</summary>
internal sealed class FirefoxPage : IBrowserPage
{
    private const int Lines = 20;

    private readonly FirefoxProcess _process;
    private readonly List<string> _console = [];
    private BidiConnection? _bidi;
    private string _context = string.Empty;

    private FirefoxPage(FirefoxProcess process) => _process = process;

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

    private BidiConnection Bidi => _bidi ?? throw new InvalidOperationException("Not connected.");

    /// <summary>Starts the browser with an empty page.</summary>
    public static async Task<IBrowserPage> OpenAsync()
    {
        var page = new FirefoxPage(new FirefoxProcess());
        try
        {
            await page.ConnectAsync();
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public Task GotoAsync(string url) =>
        Bidi.SendAsync("browsingContext.navigate", new JsonObject { ["context"] = _context, ["url"] = url, ["wait"] = "complete" });

    public Task ReloadAsync() => Bidi.SendAsync("browsingContext.reload", new JsonObject { ["context"] = _context, ["wait"] = "complete" });

    public async Task ClickAsync(string testId)
    {
        var selector = $"""document.querySelector('[data-testid="{testId}"]:not([disabled])')""";
        await Eventually.HoldsAsync(async () => (await CallAsync($"() => {selector} !== null")).GetBoolean(), $"{testId} to click");
        var element = await EvaluateAsync(selector);
        var origin = new JsonObject
        {
            ["type"] = "element",
            ["element"] = new JsonObject { ["sharedId"] = element.GetProperty("sharedId").GetString() },
        };
        await Bidi.SendAsync("input.performActions", new JsonObject
        {
            ["context"] = _context,
            ["actions"] = new JsonArray(new JsonObject
            {
                ["type"] = "pointer",
                ["id"] = "mouse",
                ["actions"] = new JsonArray(
                    new JsonObject { ["type"] = "pointerMove", ["x"] = 0, ["y"] = 0, ["origin"] = origin },
                    new JsonObject { ["type"] = "pointerDown", ["button"] = 0 },
                    new JsonObject { ["type"] = "pointerUp", ["button"] = 0 }),
            }),
        });
    }

    public async Task<JsonElement> CallAsync(string function, params object?[] arguments) =>
        PageScript.Result((await EvaluateAsync(PageScript.Call(function, arguments))).GetProperty("value").GetString()!);

    public async ValueTask DisposeAsync()
    {
        if (_bidi is not null)
        {
            await _bidi.DisposeAsync();
        }

        await _process.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        _bidi = await BidiConnection.ConnectAsync(await _process.StartAsync(), Note);
        await Bidi.SendAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
        await Bidi.SendAsync("session.subscribe", new JsonObject { ["events"] = new JsonArray("log.entryAdded") });
        await Bidi.SendAsync("script.addPreloadScript", new JsonObject { ["functionDeclaration"] = PageScript.Preload });
        var created = await Bidi.SendAsync("browsingContext.create", new JsonObject { ["type"] = "tab" });
        _context = created.GetProperty("context").GetString()!;
        await Bidi.SendAsync("browsingContext.setViewport", new JsonObject
        {
            ["context"] = _context,
            ["viewport"] = new JsonObject { ["width"] = 1440, ["height"] = 900 },
        });
    }

    private async Task<JsonElement> EvaluateAsync(string expression)
    {
        var outcome = await Bidi.SendAsync("script.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["target"] = new JsonObject { ["context"] = _context },
            ["awaitPromise"] = true,
        });
        return outcome.GetProperty("type").GetString() == "success"
            ? outcome.GetProperty("result")
            : throw new InvalidOperationException(outcome.GetProperty("exceptionDetails").GetProperty("text").GetString());
    }

    private void Note(JsonElement message)
    {
        if (message.TryGetProperty("params", out var parameters) && parameters.TryGetProperty("text", out var text))
        {
            lock (_console)
            {
                _console.Add(text.ToString());
            }
        }
    }
}
