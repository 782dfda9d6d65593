using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Cluster.Placement;

/// <summary>
/// Has ways round measured where the direct way between two relays of a group is bad, by ordering links to a few third relays
/// (<see cref="RelayPlanner.Detours"/>). A link costs a heartbeat each 100 ms and stays, as all links do. One caller at a time.
/// </summary>
internal sealed class DetourProbes(RelayPlacement placement, LinkKeeper links)
{
    /// <summary>Links that one relay holds only to be measured: 160 small datagrams per second each way, however large the cluster.</summary>
    private const int MostOfOneRelay = 16;

    /// <summary>Pairs that are looked at in one go, the worst first: each looks at every relay there is.</summary>
    private const int MostPairs = 32;

    /// <summary>So long, a pair makes do with what it knows: loss takes seconds to show.</summary>
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(RelayId From, RelayId To), TimeSpan> _lookedAt = [];
    private readonly Dictionary<(RelayId From, RelayId To), double> _bad = [];
    private readonly List<KeyValuePair<(RelayId From, RelayId To), double>> _worst = [];
    private readonly HashSet<(RelayId One, RelayId Other)> _made = [];
    private readonly Dictionary<RelayId, int> _madeOf = [];
    private int _relays;

    /// <summary>A group uses the way between these two.</summary>
    public void Note(RelayDirectory directory, CascadeLink link, TimeSpan now)
    {
        var pair = (link.From, link.To);
        if (_bad.ContainsKey(pair) || (_lookedAt.TryGetValue(pair, out var at) && now - at < _interval))
        {
            return;
        }

        var worth = placement.MaxDetourPrice(directory, link.From, link.To);
        if (worth > 0)
        {
            _bad.Add(pair, worth);
        }
    }

    /// <summary>Orders what the noted pairs need, and forgets them.</summary>
    public void Probe(RelayDirectory directory, TimeSpan now)
    {
        if (directory.Relays.Length > _relays)
        {
            // Who joined may be the way: those that found none look again the next time.
            _lookedAt.Clear();
        }

        _relays = directory.Relays.Length;
        if (_bad.Count == 0)
        {
            return;
        }

        _worst.AddRange(_bad);
        _worst.Sort(static (one, other) => other.Value.CompareTo(one.Value));
        _bad.Clear();
        foreach (var ((from, to), _) in _worst.Take(MostPairs))
        {
            _lookedAt[(from, to)] = now;
            foreach (var between in placement.Detours(directory, from, to, MayMeasure))
            {
                // A way with one link measured is none.
                if (MayMeasure(from) && MayMeasure(to))
                {
                    Measure(from, between);
                    Measure(between, to);
                }
            }
        }

        _worst.Clear();
        Forget(directory, now);
    }

    private bool MayMeasure(RelayId relay) => _madeOf.GetValueOrDefault(relay) < MostOfOneRelay;

    private void Measure(RelayId one, RelayId other)
    {
        if (links.Ensure(one, other))
        {
            _made.Add((one, other));
            _madeOf[one] = _madeOf.GetValueOrDefault(one) + 1;
            _madeOf[other] = _madeOf.GetValueOrDefault(other) + 1;
        }
    }

    /// <summary>Links of relays that have left are gone.</summary>
    private void Forget(RelayDirectory directory, TimeSpan now)
    {
        foreach (var (one, other) in _made.Where(pair => directory.Find(pair.One) is null || directory.Find(pair.Other) is null).ToArray())
        {
            _made.Remove((one, other));
            _madeOf[one]--;
            _madeOf[other]--;
        }

        foreach (var (pair, _) in _lookedAt.Where(entry => now - entry.Value >= _interval).ToArray())
        {
            _lookedAt.Remove(pair);
        }

        foreach (var (relay, _) in _madeOf.Where(entry => entry.Value == 0).ToArray())
        {
            _madeOf.Remove(relay);
        }
    }
}
