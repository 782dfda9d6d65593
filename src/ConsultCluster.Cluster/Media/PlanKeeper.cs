using System.Collections.Immutable;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Media;
using Orleans.Storage;

namespace ConsultCluster.Cluster.Media;

/// <summary>
/// Keeps what is worth remembering of a group's media plan for its next activation (decision 0025). Nothing waits for it, and its failures change nothing. Only on the grain's
/// scheduler.
/// </summary>
internal sealed class PlanKeeper
{
    /// <summary>Of the grain state.</summary>
    public const string StateName = "group-media";

    /// <summary>Between two writes, unless a relay is new to the group.</summary>
    internal static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for what was written; reading takes some milliseconds.</summary>
    internal static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait of a deactivation: silos stop with a thousand groups.</summary>
    private static readonly TimeSpan LastWriteWithin = TimeSpan.FromSeconds(1);

    private readonly GroupId _id;
    private readonly IPersistentState<PlanMemory>? _state;
    private readonly GroupServices _services;
    private readonly Func<PlanMemory> _remember;
    private readonly ITimer _timer;

    /// <summary>Relays in what was written last, or is being written.</summary>
    private ImmutableArray<RelayId> _kept = [];

    private Task _reading = Task.CompletedTask;
    private Task _writing = Task.CompletedTask;
    private TimeSpan _writeAt;
    private bool _isWriting;
    private bool _isChanged;
    private bool _isUrgent;
    private bool _hasFailed;

    /// <summary>Which version the storage has is not known.</summary>
    private bool _mustRead;

    private bool _isOver;

    /// <param name="state">Null when nothing is kept.</param>
    /// <param name="remember">What is to be kept now.</param>
    /// <param name="post">Runs on the grain's scheduler.</param>
    public PlanKeeper(GroupId id, IPersistentState<PlanMemory>? state, GroupServices services, Func<PlanMemory> remember, Action<Action> post)
    {
        (_id, _state, _services, _remember, _writeAt) = (id, state, services, remember, services.Uptime + WriteEvery);
        _timer = services.Clock.CreateTimer(_ => post(Write), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A record of the group may be in the storage.</summary>
    private bool MayExist => _mustRead || _state?.Etag is not null;

    /// <summary>What the activation before has left; null when that is not known: nothing was written, it cannot be read, or not soon enough.</summary>
    public async Task<PlanMemory?> ReadAsync()
    {
        if (_state is null)
        {
            return null;
        }

        try
        {
            _reading = _state.ReadStateAsync();
            await _reading.WaitAsync(ReadWithin, _services.Clock);
            if (!_state.RecordExists)
            {
                return null;
            }

            _kept = _state.State.Relays();
            return _state.State;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // Said and counted by the storage.
            _mustRead = true;
            return null;
        }
    }

    /// <summary>The plan may have changed: it is written within <see cref="WriteEvery"/>, and at once when a relay is new to it or nothing is left.</summary>
    /// <param name="relays">Those that hold sessions of the group or are asked for one.</param>
    /// <param name="isEmpty">No terminal is in the plan.</param>
    public void Note(IEnumerable<RelayId> relays, bool isEmpty)
    {
        if (_state is null || _isOver || (isEmpty && !_isWriting && !MayExist))
        {
            return;
        }

        _isChanged = true;
        _isUrgent |= isEmpty || relays.Any(relay => !_kept.Contains(relay));
        if (_isWriting)
        {
            return;
        }

        if (_isUrgent && !_hasFailed)
        {
            Write();
        }
        else
        {
            Arm();
        }
    }

    /// <summary>The group is closed: whatever a process before has left goes.</summary>
    public void Clear()
    {
        _mustRead = true;
        Note([], isEmpty: true);
    }

    /// <summary>Another activation has the group: nothing more is written.</summary>
    public void GiveUp() => _isOver = true;

    /// <summary>Writes what has changed since the last write, and waits for that a short time only.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        await _timer.DisposeAsync();
        if (!cancellation.IsCancellationRequested)
        {
            Write();
            await Task.WhenAny(_writing, Task.Delay(LastWriteWithin, cancellation));
        }

        _isOver = true;
    }

    private void Arm() => _timer.Change(Timers.Within(_writeAt - _services.Uptime), Timeout.InfiniteTimeSpan);

    private void Write()
    {
        if (!_isWriting && _isChanged && !_isOver)
        {
            _writing = WriteAllAsync();
        }
    }

    private async Task WriteAllAsync()
    {
        _isWriting = true;
        do
        {
            await WriteAsync();
        }
        while (_isChanged && _isUrgent && !_hasFailed && !_isOver);

        _isWriting = false;
        if (_isChanged && !_isOver)
        {
            Arm();
        }
    }

    private async Task WriteAsync()
    {
        var wasUnknown = _mustRead;
        try
        {
            await ReadAgainAsync();
            var memory = _remember();
            (_isChanged, _isUrgent, _kept, _writeAt) = (false, false, memory.Relays(), _services.Uptime + WriteEvery);
            if (wasUnknown && _state!.State.Epoch > memory.Epoch)
            {
                // A later activation has written.
                _isOver = true;
            }
            else if (memory.Terminals.IsEmpty)
            {
                await _state!.ClearStateAsync();
            }
            else
            {
                _state!.State = memory;
                await _state.WriteStateAsync();
            }

            _hasFailed = false;
        }
        catch (Exception e)
        {
            // Said and counted by the storage, unless it is a bug. Which version is there is not known: the write may have arrived, or another activation has written.
            if (e is not OrleansException)
            {
                ClusterLog.TurnFailed(_services.Logger, e, _id);
            }

            (_mustRead, _isChanged, _isUrgent, _writeAt) = (true, true, true, _services.Uptime + WriteEvery);
            _hasFailed = wasUnknown || e is not InconsistentStateException;
        }
    }

    /// <summary>Learns the version that is there; waits for the first reading in any case, which would replace what is to be written.</summary>
    private async Task ReadAgainAsync()
    {
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_mustRead)
        {
            await _state!.ReadStateAsync();
            _mustRead = false;
        }
    }
}
