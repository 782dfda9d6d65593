using ConsultCluster.Benchmarks.Soak.Plan;
using ConsultCluster.Benchmarks.Soak.Terminals;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>A guest who enters and then calls as fast as a loop can: messages, or anything that the hub has and some that it has not.</summary>
internal sealed class CallFlood(FloodToken token, Uri[] doors, FloodSchedule schedule, FloodTally tally)
{
    /// <summary>Ten times what one connection may do in the long run.</summary>
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(15);

    private readonly string _key = HubTerminal.NewSeatKey();
    private readonly string _text = new('洪', 4_000);
    private int _calls;

    /// <param name="kind"><see cref="FloodKind.Chat"/> or <see cref="FloodKind.Calls"/>.</param>
    public async Task RunAsync(FloodKind kind)
    {
        var name = kind == FloodKind.Chat ? "chat" : "calls";
        for (var attempt = 0; await schedule.WaitAsync(kind); attempt++)
        {
            try
            {
                await using var hub = await HubTerminal.ConnectAsync(doors[attempt % doors.Length], token.Token, $"10.66.{(int)kind}.1", _ => { }).WaitAsync(_callLimit);
                await StormAsync(hub, name, kind);
            }
            catch (Exception e) when (LineLoss.Is(e))
            {
                tally.Add($"{name}.cut_off");
            }

            await Pace.ForAsync(_again);
        }
    }

    private async Task StormAsync(HubTerminal hub, string name, FloodKind kind)
    {
        var entered = await hub.Enter(new EnterRequest(_key)).WaitAsync(_callLimit);
        Note(name, "entered", entered.Error);
        using var pause = new PeriodicTimer(_between);
        while (schedule.IsOn(kind) && entered.Error is null && await pause.WaitForNextTickAsync())
        {
            tally.Add($"{name}.sent");
            Note(name, "done", (await CallAsync(hub, kind).WaitAsync(_callLimit)).Error);
        }
    }

    private async Task<IReply> CallAsync(HubTerminal hub, FloodKind kind)
    {
        var call = _calls++;
        if (kind == FloodKind.Chat)
        {
            return await hub.SendMessage(new SendMessageRequest($"flood-{Environment.ProcessId}-{call}", _text));
        }

        return (call % 4) switch
        {
            0 => await hub.SetMuted(["microphone"]),
            1 => await hub.Snapshot(),
            2 => await hub.Probes("east"),
            _ => await hub.Remove("t-nobody"),
        };
    }

    private void Note(string name, string done, ErrorDto? error) => tally.Add($"{name}.{(error is null ? done : $"refused.{error.Code}")}");
}
