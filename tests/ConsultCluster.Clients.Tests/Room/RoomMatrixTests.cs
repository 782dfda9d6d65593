using ConsultCluster.Clients.Tests.Browsers;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests.Room;

/// <summary>What people do in the room, in one browser and watched in another: what docs/clients.md says of it is so.</summary>
public sealed class RoomMatrixTests(RoomMatrixTests.Stage stage) : IClassFixture<RoomMatrixTests.Stage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static TheoryData<string, string, bool> Cells => ClientTable.Cells("In the room");

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Action_InOneBrowserWatchedInAnother_WorksAsDocumented(string action, string browsers, bool works)
    {
        using var consultation = await Consultation.OpenAsync(stage.Server, $"终端 {action}");
        var names = browsers.Split(" → ");
        await using var actor = await RoomTerminal.EnterAsync(await OpenAsync(names[0]), await consultation.LinkAsync("王医生 Wang"));
        await using var watcher = await RoomTerminal.EnterAsync(await OpenAsync(names[1]), await consultation.LinkAsync("陈医生 Chen"));

        var failure = await Record.ExceptionAsync(() => ActAsync(action, actor, watcher));

        Assert.True(
            failure is null == works,
            works ? $"{failure}\n{names[0]}: {actor.Log}\n{names[1]}: {watcher.Log}" : "It works now: say so in docs/clients.md.");
    }

    private static Task<IBrowserPage> OpenAsync(string browser) => browser switch
    {
        "Chromium" => ChromiumPage.OpenAsync(),
        "Firefox" => FirefoxPage.OpenAsync(),
        _ => throw new InvalidOperationException($"docs/clients.md names a browser '{browser}' that is unknown here."),
    };

    private static async Task ActAsync(string action, RoomTerminal actor, RoomTerminal watcher)
    {
        await BothAsync(actor, watcher);
        await (action switch
        {
            "see and hear each other" => Task.CompletedTask,
            "mute and unmute" => OffAndOnAsync(actor, watcher, "mic", "microphone", decoded => decoded.Samples > 0),
            "camera off and on" => OffAndOnAsync(actor, watcher, "camera", "camera", decoded => decoded.Frames > 0),
            "share a screen, stop, share again" => ShareAsync(actor, watcher),
            "reload the page" => ReloadAsync(actor, watcher),
            _ => throw new InvalidOperationException($"docs/clients.md names an action '{action}' that is unknown here."),
        });
    }

    private static async Task OffAndOnAsync(RoomTerminal actor, RoomTerminal watcher, string button, string source, Func<Decoded, bool> goesOn)
    {
        var id = await actor.IdAsync();
        await actor.ClickAsync(button);
        await watcher.ShowsMutedAsync(id, source);
        await StopsAsync(watcher, goesOn);
        await actor.ClickAsync(button);
        await watcher.ShowsMutedAsync(id, string.Empty);
        await BothAsync(actor, watcher);
    }

    private static async Task ShareAsync(RoomTerminal actor, RoomTerminal watcher)
    {
        for (var time = 0; time < 2; time++)
        {
            await actor.ClickAsync("screen");
            await watcher.HasSlotAsync("screen", has: true);
            await ArrivesAsync(async () => new Decoded(await watcher.FramesAsync("screen"), 0), decoded => decoded.Frames > 5, "the shared screen");
            await actor.ClickAsync("screen");
            await watcher.HasSlotAsync("screen", has: false);
        }

        await BothAsync(actor, watcher);
    }

    private static async Task ReloadAsync(RoomTerminal actor, RoomTerminal watcher)
    {
        var before = await actor.IdAsync();
        await actor.ReloadAsync();
        await BothAsync(actor, watcher);
        Assert.Equal(before, await actor.IdAsync());
    }

    private static async Task BothAsync(RoomTerminal one, RoomTerminal other)
    {
        await ArrivesAsync(other.DecodedAsync, decoded => decoded.IsEnough, "picture and sound at the watcher");
        await ArrivesAsync(one.DecodedAsync, decoded => decoded.IsEnough, "picture and sound at the actor");
    }

    private static async Task ArrivesAsync(Func<Task<Decoded>> read, Func<Decoded, bool> isEnough, string what)
    {
        var arrival = await Arrival.AwaitAsync(read, isEnough, Patience);
        Assert.True(arrival.IsEnough, $"Too little of {what}: {arrival.Decoded}");
    }

    private static async Task StopsAsync(RoomTerminal terminal, Func<Decoded, bool> goesOn)
    {
        for (var start = TimeProvider.System.GetTimestamp(); (await Arrival.AwaitAsync(terminal.DecodedAsync, goesOn, Pause)).IsEnough;)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "It goes on.");
        }
    }

    /// <summary>A server for all of them.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private ServerProcess? _server;

        internal ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

        public async Task InitializeAsync() => _server = await ClientServer.StartAsync();

        public async Task DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }
        }
    }
}
