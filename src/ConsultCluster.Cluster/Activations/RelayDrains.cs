using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Cluster.Activations;

/// <summary>
/// Empties relays that are to go. Each group leaves as a whole and the groups in turn, so that neither the other relays nor the terminals' senders,
/// of whom everybody who arrives wants a keyframe, have all of it in one moment. Who had no standby session yet leaves when there is one.
/// </summary>
internal sealed class RelayDrains : IDisposable
{
    /// <summary>For as long terminals send to both relays when they change over.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    /// <summary>A relay is empty after so many, unless somebody has no standby: within the 30 s that a process that is to stop waits by default.</summary>
    private const int Turns = 10;

    private readonly GroupTable _groups;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    /// <summary>Groups that leave each relay in one turn.</summary>
    private readonly Dictionary<RelayId, int> _draining = [];

    public RelayDrains(GroupTable groups)
    {
        _groups = groups;
        _timer = groups.Services.Clock.CreateTimer(_ => TakeTurns(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The first groups leave now.</summary>
    public void Begin(RelayId relay)
    {
        lock (_lock)
        {
            _draining[relay] = Math.Max(1, (ToLeave(relay).Count() + Turns - 1) / Turns);
            TakeTurn(relay);
            _timer.Change(_interval, _interval);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void TakeTurns()
    {
        lock (_lock)
        {
            foreach (var relay in _draining.Keys)
            {
                if (_groups.Services.Relays.Entries.Any(entry => entry.Relay.Id == relay && entry.State == RelayState.Draining))
                {
                    TakeTurn(relay);
                }
                else
                {
                    _draining.Remove(relay);
                }
            }

            if (_draining.Count == 0)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void TakeTurn(RelayId relay)
    {
        foreach (var group in ToLeave(relay).Take(_draining[relay]))
        {
            group.LeaveRelay(relay, RelayState.Draining);
        }
    }

    private IEnumerable<GroupActivation> ToLeave(RelayId relay) => _groups.InMemory.Where(group => group.Now.CanLeave(relay));
}
