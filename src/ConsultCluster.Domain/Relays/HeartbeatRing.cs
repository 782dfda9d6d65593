using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Decides which relays exchange heartbeats. All pairs would be a million per interval with a thousand relays. Instead,
/// relays form a ring in the order of their hashes, and the next few relays of other processes watch each one. Every
/// node computes the same ring from its directory.
/// </summary>
public sealed class HeartbeatRing
{
    private readonly RelayDirectory _directory;

    /// <summary>Numbers of the relays that are not silent, by hash.</summary>
    private readonly int[] _ring;

    /// <summary>Creates the ring of a directory's relays.</summary>
    public HeartbeatRing(RelayDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _directory = directory;
        _ring =
        [
            .. Enumerable.Range(0, directory.Relays.Length)
                .Where(relay => directory.Relays[relay].State != RelayState.Silent)
                .OrderBy(relay => directory.Layout.Hash[relay]),
        ];
    }

    /// <summary>
    /// The relays that watch this relay, each in a different process: on other machines if possible, then on the same
    /// one. Empty when the relay is unknown.
    /// </summary>
    /// <param name="most">Limit; large enough that two are left when some fail together with the relay.</param>
    public ImmutableArray<RelayId> WatchersOf(RelayId relay, int most)
    {
        var layout = _directory.Layout;
        var watched = layout.IndexOf(relay);
        if (watched < 0)
        {
            return [];
        }

        var start = Array.FindIndex(_ring, other => layout.Hash[other] > layout.Hash[watched]);
        var (nodes, elsewhere, here) = (new HashSet<int> { layout.Node[watched] }, new List<int>(most), new List<int>());
        for (var step = 0; step < _ring.Length && elsewhere.Count < most; step++)
        {
            var other = _ring[(Math.Max(start, 0) + step) % _ring.Length];

            // Relays of one process count as one witness.
            if (nodes.Add(layout.Node[other]))
            {
                (layout.Machine[other] == layout.Machine[watched] ? here : elsewhere).Add(other);
            }
        }

        return [.. elsewhere.Concat(here).Take(most).Select(other => _directory.Relays[other].Relay)];
    }
}
