using ConsultCluster.Contracts.Hub;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>
/// A terminal's place in its consultation: connects, enters, and comes back with the same key to the same seat for as long as it wants to stay. Says when the seat was lost
/// though nobody meant it.
/// </summary>
/// <param name="heard">Takes notices.</param>
/// <param name="changed">Told when the terminal is inside, and when it is not any more.</param>
/// <param name="lost">Told once, with a sentence, when it is out for good against its will.</param>
internal sealed class Seat(SoakTerminalOptions options, Action<object> heard, Action<bool> changed, Action<string> lost)
{
    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    /// <summary>Refusals after which no browser comes again.</summary>
    private static readonly string[] _final = ["token.", "group.closed", "group.expired", "group.unknown", "group.full", "permission."];

    private readonly string _key = HubTerminal.NewSeatKey();
    private readonly CancellationTokenSource _end = new();
    private volatile TaskCompletionSource<HubTerminal> _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOver;
    private volatile bool _isMeant;

    /// <summary>The terminal's id; null before it first entered.</summary>
    public string? TerminalId { get; private set; }

    /// <summary>It left, was removed, or the consultation ended.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>The connection on which it is inside, now or as soon as there is one again.</summary>
    /// <exception cref="OperationCanceledException">It is out for good.</exception>
    public Task<HubTerminal> InsideAsync() => _inside.Task.WaitAsync(_end.Token);

    /// <summary>From now on it may be removed, and the consultation may end.</summary>
    public void ExpectEnd() => _isMeant = true;

    /// <summary>Stays until it is out for good.</summary>
    public async Task StayAsync()
    {
        var pause = _firstPause;
        for (var attempt = 0; !_isOver; attempt++)
        {
            if (await TryOnceAsync(options.Doors[(options.FirstDoor + attempt) % options.Doors.Count]))
            {
                pause = _firstPause;
            }

            if (!_isOver)
            {
                await Pace.ForAsync(pause, _end.Token);
                pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
            }
        }
    }

    /// <summary>Gives up the seat.</summary>
    public async Task LeaveAsync()
    {
        _isMeant = true;
        while (!_isOver)
        {
            try
            {
                var reply = await (await InsideAsync()).Leave().WaitAsync(_callLimit);
                if (reply.Error is null or { Code: "member.unknown" })
                {
                    Over();
                }
            }
            catch (Exception e) when (LineLoss.Is(e))
            {
                // The next connection says it again.
            }

            await Pace.ForAsync(_firstPause, _end.Token);
        }
    }

    /// <summary>Goes without a word.</summary>
    public void Abandon()
    {
        _isMeant = true;
        Over();
    }

    /// <summary>Connects, enters and stays until the line is lost; false when it did not get in.</summary>
    private async Task<bool> TryOnceAsync(Uri door)
    {
        var isIn = false;
        try
        {
            await using var hub = await HubTerminal.ConnectAsync(door, options.Token, options.From, Hear).WaitAsync(_callLimit, _end.Token);
            var reply = await hub.Enter(new EnterRequest(_key)).WaitAsync(_callLimit, _end.Token);
            if (reply.Value is { } entered)
            {
                isIn = true;
                Enter(entered, hub);
                await hub.Closed.WaitAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (_final.Any(reply.Error!.Code.StartsWith))
            {
                LoseSeat($"was refused with {reply.Error.Code}: {reply.Error.Reason}");
            }
        }
        catch (Exception e) when (LineLoss.Is(e))
        {
            // The next attempt is at another door.
        }
        finally
        {
            if (isIn)
            {
                _inside = new TaskCompletionSource<HubTerminal>(TaskCreationOptions.RunContinuationsAsynchronously);
                changed(false);
            }
        }

        return isIn;
    }

    private void Enter(EnterReply entered, HubTerminal hub)
    {
        if (TerminalId is { } known && (known != entered.TerminalId || !entered.Resumed))
        {
            lost($"{options.Name} of {options.Group} came back to another seat.");
        }

        TerminalId = entered.TerminalId;
        _inside.TrySetResult(hub);
        changed(true);
    }

    private void Hear(object notice)
    {
        switch (notice)
        {
            case LeftNotice left when left.TerminalId == TerminalId && !_isOver:
                LoseSeat($"was put out ({left.Reason})");
                break;
            case EndedNotice ended when !_isOver:
                LoseSeat($"was put out because the consultation is {ended.State}");
                break;
            default:
                heard(notice);
                break;
        }
    }

    private void LoseSeat(string how)
    {
        if (!_isMeant)
        {
            lost($"{options.Name} of {options.Group} {how}.");
        }

        Over();
    }

    private void Over()
    {
        _isOver = true;
        _end.Cancel();
    }
}
