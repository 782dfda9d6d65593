using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// What one observer, a relay or the control plane, heard of the relays it watches. It says who is silent; whether that means dead is
/// decided from what several say (<see cref="Suspicions"/>). Times are of the observer's own monotonic clock.
/// </summary>
public sealed class HeartbeatWatch
{
    /// <summary>Every relay sends one this often: 100 ms.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Without any for this long a relay is silent: 400 ms, three lost in a row and one late.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<RelayId, TimeSpan> _heard = [];
    private readonly HashSet<RelayId> _silent = [];
    private TimeSpan _looked;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called next.</summary>
    public TimeSpan NextTimeout => _looked + Interval;

    /// <summary>Watches these from now on, and no others; new ones count as heard now.</summary>
    public void Watch(IReadOnlyCollection<RelayId> relays, TimeSpan now)
    {
        foreach (var gone in _heard.Keys.Except(relays).ToList())
        {
            _heard.Remove(gone);
            _silent.Remove(gone);
        }

        foreach (var relay in relays)
        {
            _heard.TryAdd(relay, now);
        }
    }

    /// <summary>A heartbeat arrived.</summary>
    /// <returns>True when the relay was silent until now: the suspicion is to be withdrawn.</returns>
    public bool HandleHeartbeat(RelayId relay, TimeSpan now)
    {
        if (!_heard.ContainsKey(relay))
        {
            return false;
        }

        _heard[relay] = now;
        return _silent.Remove(relay);
    }

    /// <summary>
    /// Relays that have become silent since the last call. An observer that was not called for longer than it takes to miss one slept itself:
    /// it heard nobody, and accuses nobody until it has listened anew.
    /// </summary>
    public ImmutableArray<RelayId> HandleTimeout(TimeSpan now)
    {
        var slept = now - _looked > Silence / 2;
        _looked = now;
        if (slept)
        {
            foreach (var relay in _heard.Keys)
            {
                _heard[relay] = now;
            }

            return [];
        }

        ImmutableArray<RelayId>.Builder? silent = null;
        foreach (var (relay, heard) in _heard)
        {
            if (now - heard >= Silence && _silent.Add(relay))
            {
                (silent ??= ImmutableArray.CreateBuilder<RelayId>()).Add(relay);
            }
        }

        return silent?.ToImmutable() ?? [];
    }
}
