using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>Real Chromium of this machine, one process per terminal, with a fake camera and microphone.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        // Three windows on one screen hide each other; hidden pages would be throttled.
        "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
    ];

    private static readonly string[] Media =
    [
        "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
        "--auto-accept-this-tab-capture", "--auto-select-desktop-capture-source=Entire screen",
    ];

    private readonly IPlaywright _playwright;
    private readonly List<IBrowser> _browsers = [];

    private Chromium(IPlaywright playwright) => _playwright = playwright;

    /// <summary>The program: what <c>CHROMIUM</c> names, or the first on the path.</summary>
    public static string Program { get; } = FindProgram();

    /// <summary>Ready to open browsers. What a test expects of a page may take a minute: a busy machine needs longer than the library's 5 s.</summary>
    public static async Task<Chromium> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        return new(await Playwright.CreateAsync());
    }

    /// <summary>A new browser with an empty profile.</summary>
    public async Task<IBrowser> OpenAsync(CameraState camera = CameraState.Working)
    {
        string[] devices = camera switch
        {
            CameraState.Working => ["--use-fake-device-for-media-stream=fps=10", "--use-fake-ui-for-media-stream"],
            CameraState.FullRate => ["--use-fake-device-for-media-stream=fps=30", "--use-fake-ui-for-media-stream"],
            CameraState.Small =>
                ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-video-capture={SmallCamera.Path}"],
            CameraState.Missing => ["--use-fake-device-for-media-stream=device-count=0", "--use-fake-ui-for-media-stream"],
            _ => ["--use-fake-device-for-media-stream"],
        };
        var browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = BehindServers.Start(Program),
            Args = [.. Quiet, .. Media, .. devices],
        });
        _browsers.Add(browser);
        if (camera == CameraState.Denied)
        {
            await DenyAsync(browser);
        }

        return browser;
    }

    /// <summary>Closes every browser opened so far.</summary>
    public async Task CloseBrowsersAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.CloseAsync();
        }

        _browsers.Clear();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseBrowsersAsync();
        _playwright.Dispose();
    }

    /// <summary>Answers the browser's question for camera and microphone with no.</summary>
    private static async Task DenyAsync(IBrowser browser)
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        foreach (var device in new[] { "camera", "microphone" })
        {
            await session.SendAsync("Browser.setPermission", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["permission"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["name"] = device },
                ["setting"] = "denied",
            });
        }
    }

    private static string FindProgram()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is missing. Run ./test, which installs it, or set CHROMIUM to its path.");
    }
}
