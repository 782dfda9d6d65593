using ConsultCluster.Clients.Tests.Browsers;
using ConsultCluster.Clients.Tests.Room;
using static ConsultCluster.Clients.Tests.ClientPrograms;

namespace ConsultCluster.Clients.Tests;

/// <summary>The clients by the names that docs/clients.md has for them.</summary>
internal static class Catalogue
{
    /// <summary>What sends picture and sound to a consultation.</summary>
    public static Task<IPublisher> PublishAsync(string name, Consultation consultation) => name switch
    {
        "Chromium" => PageAsync(ChromiumPage.OpenAsync, consultation),
        "Firefox" => PageAsync(FirefoxPage.OpenAsync, consultation),
        "GStreamer" => ProcessAsync(consultation, e => [Python, Script("gstreamer/publish.py"), e.Url, e.Token]),
        "GStreamer, H.264" => ProcessAsync(consultation, e => [Python, Script("gstreamer/publish.py"), e.Url, e.Token, "H264"]),
        "aiortc" => ProcessAsync(consultation, e => [Python, Script("aiortc/publish.py"), e.Url, e.Token]),
        "aiortc, H.264" => ProcessAsync(consultation, e => [Python, Script("aiortc/publish.py"), e.Url, e.Token, "video/H264"]),
        "Pion" => ProcessAsync(consultation, e => [Made("pion-publish"), e.Url, e.Token, Made("clip.ivf"), Made("clip.ogg")]),
        "room in Chromium" => RoomAsync(ChromiumPage.OpenAsync, consultation),
        "room in Firefox" => RoomAsync(FirefoxPage.OpenAsync, consultation),
        _ => throw new InvalidOperationException($"docs/clients.md names a publisher '{name}' that is unknown here."),
    };

    /// <summary>What plays a consultation.</summary>
    public static async Task<IPlayer> PlayAsync(string name, Consultation consultation) => name switch
    {
        "Chromium" => await StandardPage.PlayAsync(await ChromiumPage.OpenAsync(), await consultation.WhepAsync()),
        "Firefox" => await StandardPage.PlayAsync(await FirefoxPage.OpenAsync(), await consultation.WhepAsync()),
        "GStreamer" => await ProcessAsync(consultation, (url, token) => [Python, Script("gstreamer/play.py"), url, token]),
        "aiortc" => await ProcessAsync(consultation, (url, token) => [Python, Script("aiortc/play.py"), url, token]),
        "Pion" => await ProcessAsync(consultation, (url, token) => [Python, Script("decode.py"), Made("pion-play"), url, token]),
        "room in Chromium" => await RoomTerminal.EnterAsync(await ChromiumPage.OpenAsync(), await consultation.LinkAsync("陈医生 Chen")),
        "room in Firefox" => await RoomTerminal.EnterAsync(await FirefoxPage.OpenAsync(), await consultation.LinkAsync("陈医生 Chen")),
        _ => throw new InvalidOperationException($"docs/clients.md names a player '{name}' that is unknown here."),
    };

    private static async Task<IPublisher> PageAsync(Func<Task<IBrowserPage>> open, Consultation consultation) =>
        await StandardPage.PublishAsync(await open(), await consultation.WhipAsync());

    private static async Task<IPublisher> RoomAsync(Func<Task<IBrowserPage>> open, Consultation consultation) =>
        await RoomTerminal.EnterAsync(await open(), await consultation.LinkAsync("王医生 Wang"));

    private static async Task<IPublisher> ProcessAsync(Consultation consultation, Func<Endpoint, string[]> command) =>
        ClientProcess.Start(command(await consultation.WhipAsync()));

    private static async Task<IPlayer> ProcessAsync(Consultation consultation, Func<string, string, string[]> command)
    {
        var endpoint = await consultation.WhepAsync();
        return ClientProcess.Start(command(endpoint.Url, endpoint.Token));
    }
}
