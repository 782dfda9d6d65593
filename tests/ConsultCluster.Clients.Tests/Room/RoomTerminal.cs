using ConsultCluster.Clients.Tests.Browsers;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Clients.Tests.Room;

/// <summary>Somebody in the product's own room, in any browser.</summary>
internal sealed class RoomTerminal : IPublisher, IPlayer
{
    private const string Frames = """
        async source => {
          const stats = await window.__consult?.stats();
          const mids = (stats?.slots ?? []).filter(slot => slot.terminalId && slot.source === source).map(slot => slot.mid);
          return mids.reduce((sum, mid) => sum + (stats.framesDecodedByMid[mid] ?? 0), 0);
        }
        """;

    private const string Samples = """
        async () => {
          let samples = 0, energy = 0;
          // Firefox may not answer for closed ones.
          for (const connection of (window.__connections ?? []).filter(one => one.signalingState !== 'closed')) {
            for (const stat of (await connection.getStats()).values()) {
              if (stat.type !== 'inbound-rtp' || stat.kind !== 'audio') continue;
              samples += (stat.totalSamplesReceived ?? 0) - (stat.concealedSamples ?? 0);
              energy += stat.totalAudioEnergy ?? 0;
            }
          }
          return energy > 0 ? samples : 0;
        }
        """;

    private readonly IBrowserPage _page;

    private RoomTerminal(IBrowserPage page) => _page = page;

    public string Log => _page.Console;

    /// <summary>By a link, through the device check, into the room.</summary>
    public static async Task<RoomTerminal> EnterAsync(IBrowserPage page, string link)
    {
        var terminal = new RoomTerminal(page);
        try
        {
            await page.GotoAsync(link);
            await page.ClickAsync("join");
            await terminal.WaitAsync("() => document.querySelector('[data-testid=room]')?.dataset.phase === 'inside'", "be inside");
            return terminal;
        }
        catch
        {
            await terminal.DisposeAsync();
            throw;
        }
    }

    public async Task<Decoded> DecodedAsync() => new(await FramesAsync("camera"), (await _page.CallAsync(Samples)).GetInt64());

    /// <summary>Pictures decoded so far of that source of the others.</summary>
    public async Task<long> FramesAsync(string source) => (await _page.CallAsync(Frames, source)).GetInt64();

    /// <summary>This terminal's id.</summary>
    public async Task<string> IdAsync() => (await _page.CallAsync("async () => (await window.__consult.stats()).terminalId")).GetString()!;

    /// <summary>Clicks a button of the room.</summary>
    public Task ClickAsync(string testId) => _page.ClickAsync(testId);

    /// <summary>Loads the page anew.</summary>
    public Task ReloadAsync() => _page.ReloadAsync();

    /// <summary>Waits until another one's tile says what that one has muted.</summary>
    public Task ShowsMutedAsync(string terminalId, string muted) => WaitAsync(
        "(tile, muted) => document.querySelector(`[data-testid=\"tile-${tile}\"]`)?.dataset.muted === muted", $"show '{muted}' as muted", terminalId, muted);

    /// <summary>Waits until a slot carries the source of somebody else, or none does.</summary>
    public Task HasSlotAsync(string source, bool has) => WaitAsync(
        "async (source, has) => (await window.__consult?.stats())?.slots.some(slot => slot.terminalId && slot.source === source) === has",
        has ? $"have a slot of {source}" : $"have no slot of {source}", source, has);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    private Task WaitAsync(string function, string what, params object?[] arguments) =>
        Eventually.HoldsAsync(async () => (await _page.CallAsync(function, arguments)).ToString() == bool.TrueString, what);
}
