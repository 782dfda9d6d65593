using System.Text.Json;
using ConsultCluster.Contracts.Http;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>One person before one browser: what a test may do and see, in the words of the product.</summary>
public sealed class Terminal
{
    /// <summary>Longest wait for anything the product should do within seconds, on a slow and busy machine.</summary>
    private const int Patience = 30_000;

    /// <summary>Writes each change of the room's state to the console, with the time, for messages of failed tests.</summary>
    private const string Journal = """
        new MutationObserver(changes => {
          for (const change of changes) {
            if (change.target.dataset.testid !== 'room') continue;
            console.log(`${new Date().toISOString().slice(17, 23)} ${change.attributeName} ${change.target.getAttribute(change.attributeName)}`);
          }
        }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-phase', 'data-media', 'data-connected'] });
        """;

    private readonly ServerProcess _server;

    private Terminal(ServerProcess server, IPage page)
    {
        _server = server;
        Page = page;
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) => Note($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note($"error: {error}");
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the page wrote to its console.</summary>
    public List<string> Console { get; } = [];

    /// <summary>A browser of its own.</summary>
    public static async Task<Terminal> OpenAsync(
        ServerProcess server, Chromium chromium, CameraState camera = CameraState.Working, string locale = "en-GB", ViewportSize? viewport = null)
    {
        return await OpenInAsync(server, await chromium.OpenAsync(camera), locale, viewport);
    }

    /// <summary>A profile of its own in a browser that is open already.</summary>
    public static async Task<Terminal> OpenInAsync(
        ServerProcess server, IBrowser browser, string locale = "en-GB", ViewportSize? viewport = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.PageUrl,
            // The certificate is self-made; people accept it once.
            IgnoreHTTPSErrors = true,
            Locale = locale,
            ViewportSize = viewport ?? new ViewportSize { Width = 1440, Height = 900 },
            ColorScheme = ColorScheme.Light,
        });
        await context.AddInitScriptAsync(Journal);
        return new Terminal(server, await context.NewPageAsync());
    }

    /// <summary>The element with that <c>data-testid</c>.</summary>
    public ILocator Part(string testId) => Page.GetByTestId(testId);

    /// <summary>Signs in without the page, so that the next page is already one's own.</summary>
    public async Task SignInAsync(DemoPerson person)
    {
        var answer = await Page.Context.APIRequest.PostAsync(
            "/api/session", new APIRequestContextOptions { DataObject = new { userName = person.UserName, password = DemoPerson.Password } });
        if (!answer.Ok)
        {
            throw new InvalidOperationException($"Sign-in of {person.UserName}: {answer.Status} {await answer.TextAsync()}");
        }
    }

    /// <summary>Signed-in staff: to the device check, and in.</summary>
    public async Task JoinAsync(string groupId)
    {
        await Page.GotoAsync($"/room/{groupId}");
        await EnterAsync();
    }

    /// <summary>A guest: by the link alone.</summary>
    public async Task JoinByLinkAsync(IssuedTokenDto token)
    {
        await Page.GotoAsync(token.Link);
        await EnterAsync();
    }

    /// <summary>From the device check into the room.</summary>
    public async Task EnterAsync()
    {
        await Part("join").ClickAsync();
        await WaitAsync("() => document.querySelector('[data-testid=room]')?.dataset.phase === 'inside'", "be inside");
    }

    /// <summary>Waits until pictures of that many others are being decoded: each of them must still grow after it was first seen.</summary>
    public async Task SeesAsync(int others, int deadline = Patience)
    {
        await WaitAsync(
            """
            async others => {
              const s = await window.__consult?.stats();
              if (!s) return false;
              const cameras = s.slots.filter(slot => slot.source === 'camera' && slot.terminalId);
              const seen = (window.__seen ??= {});
              const mids = cameras.map(slot => slot.mid).filter(mid => {
                const frames = s.framesDecodedByMid[mid] ?? 0;
                const key = s.terminalId + mid;
                if (!(key in seen) || frames < seen[key]) { if (frames > 0) seen[key] = frames; return false; }
                return frames > seen[key] + 5;
              });
              return mids.length >= others;
            }
            """,
            $"decode pictures of {others} others", others, deadline);
        await Page.EvaluateAsync("() => { window.__seen = {}; }");
    }

    /// <summary>Waits until sound is being received: bytes grow.</summary>
    public Task HearsAsync() => WaitAsync(
        """
        async () => {
          const s = await window.__consult?.stats();
          if (!s) return false;
          const before = (window.__heard ??= s.bytesReceivedAudio);
          return s.bytesReceivedAudio > before + 1000;
        }
        """,
        "receive sound");

    /// <summary>Waits until the hub's `connected` notice has reached this page.</summary>
    public Task IsConnectedAsync() =>
        WaitAsync("() => document.querySelector('[data-testid=room]')?.dataset.connected === 'true'", "get the connected notice");

    /// <summary>This terminal's id.</summary>
    public async Task<string> TerminalIdAsync() =>
        await Page.EvaluateAsync<string>("async () => (await window.__consult.stats()).terminalId");

    /// <summary>The numbers the room shows of itself.</summary>
    public Task<JsonElement?> StatsAsync() => Page.EvaluateAsync("async () => await window.__consult?.stats()");

    /// <summary>Opens the chat and says something; returns when the server has recorded it.</summary>
    public async Task SayAsync(string text)
    {
        if (await Part("chat-panel").CountAsync() == 0)
        {
            await Part("chat").ClickAsync();
        }

        await Part("chat-input").FillAsync(text);
        await Part("chat-send").ClickAsync();
        await Part("chat-list").Locator("[data-state=recorded]").GetByText(text, new LocatorGetByTextOptions { Exact = true }).WaitForAsync();
    }

    /// <summary>Waits until a function gives true; the message says what this person was waiting for and what the page shows instead.</summary>
    /// <param name="every">Milliseconds between looks.</param>
    public async Task WaitAsync(string function, string what, object? argument = null, int deadline = Patience, int every = 50)
    {
        // Playwright's own waiting compiles text inside the page, which the product's content security policy forbids.
        var loop = $$"""
            async ([argument, deadline, every]) => {
              const holds = {{function}};
              const until = performance.now() + deadline;
              while (performance.now() < until) {
                if (await holds(argument)) return true;
                await new Promise(next => setTimeout(next, every));
              }
              return false;
            }
            """;
        if (!await Page.EvaluateAsync<bool>(loop, new[] { argument, deadline, every }))
        {
            throw new TimeoutException($"Waited {deadline / 1000} s to {what}.\n{await DescribeAsync()}");
        }
    }

    /// <summary>The last lines of this page's console.</summary>
    public string Recent()
    {
        lock (Console)
        {
            return string.Join('\n', Console.TakeLast(20));
        }
    }

    private async Task<string> DescribeAsync()
    {
        var stats = await StatsAsync();
        var text = await Page.Locator("body").InnerTextAsync();
        return $"At: {Page.Url}\nPage: {text}\nStats: {stats}\nConsole: {Recent()}\n"
            + $"Server: {_server.Output[^Math.Min(4000, _server.Output.Length)..]}";
    }

    private void Note(string line)
    {
        lock (Console)
        {
            Console.Add(line);
        }
    }
}
