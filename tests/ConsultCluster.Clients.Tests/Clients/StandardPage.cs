using ConsultCluster.Clients.Tests.Browsers;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests;

/// <summary>A browser with a page of somebody else, which knows WHIP or WHEP and nothing of the product.</summary>
internal sealed class StandardPage : IPublisher, IPlayer
{
    private readonly IBrowserPage _page;
    private readonly PageServer _pages;

    private StandardPage(IBrowserPage page, PageServer pages)
    {
        _page = page;
        _pages = pages;
    }

    public string Log => _page.Console;

    /// <summary>Publishes camera and microphone.</summary>
    public static Task<StandardPage> PublishAsync(IBrowserPage page, Endpoint endpoint) => OpenAsync(page, "whip.html", "publish", endpoint);

    /// <summary>Plays one picture and sound.</summary>
    public static Task<StandardPage> PlayAsync(IBrowserPage page, Endpoint endpoint) => OpenAsync(page, "whep.html", "play", endpoint);

    public async Task<Decoded> DecodedAsync()
    {
        var received = await _page.CallAsync("() => received()");
        return new Decoded(received.GetProperty("framesDecoded").GetInt64(), received.GetProperty("samples").GetInt64());
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        _pages.Dispose();
    }

    private static async Task<StandardPage> OpenAsync(IBrowserPage page, string name, string function, Endpoint endpoint)
    {
        var standard = new StandardPage(page, PageServer.Start());
        try
        {
            await page.GotoAsync($"{standard._pages.Url}/{name}");
            await page.CallAsync($"async (url, token) => {{ await {function}(url, token); }}", endpoint.Url, endpoint.Token);
            return standard;
        }
        catch
        {
            await standard.DisposeAsync();
            throw;
        }
    }
}
