using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Cluster.Watches;

/// <summary>
/// Empties relays that are to be drained. Each group leaves as a whole and the groups one after the other, to spread the load: each arriving terminal requests a keyframe from
/// every sender. A terminal without a standby session leaves once it has one.
/// </summary>
internal sealed class RelayDrains : IDisposable
{
    /// <summary>Terminals send to both relays for this long when they change over.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    /// <summary>Steps in which a relay is emptied: within the 30 s that a stopping process waits by default.</summary>
    private const int Turns = 10;

    private readonly ActiveGroups _groups;
    private readonly GroupServices _services;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    /// <summary>Groups that leave each relay in one turn.</summary>
    private readonly Dictionary<RelayId, int> _draining = [];

    public RelayDrains(ActiveGroups groups, GroupServices services)
    {
        (_groups, _services) = (groups, services);
        _timer = services.Clock.CreateTimer(_ => TakeTurns(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
                if (_services.Relays.Entries.Any(entry => entry.Relay.Id == relay && entry.State == RelayState.Draining))
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

    private IEnumerable<GroupMedia> ToLeave(RelayId relay) => _groups.Media.Where(group => group.Plan.CanLeave(relay));
}
