using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Who sends heartbeats to whom. All to all would be a million per interval in a cluster of a thousand; on a ring in the order of their hashes
/// each relay is watched by the next few of other processes, and every node works out the same ring from its directory.
/// </summary>
public sealed class HeartbeatRing
{
    private readonly RelayDirectory _directory;

    /// <summary>Numbers of the relays that are not silent, in the order of their hashes.</summary>
    private readonly int[] _ring;

    /// <summary>The ring of these relays.</summary>
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
    /// Those that watch this relay, each of another process: of other machines as long as there are some, then of this one. Nobody when the relay is
    /// unknown.
    /// </summary>
    /// <param name="most">Enough that two are left when some die with the relay.</param>
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

            // Two witnesses of one process are one witness.
            if (nodes.Add(layout.Node[other]))
            {
                (layout.Machine[other] == layout.Machine[watched] ? here : elsewhere).Add(other);
            }
        }

        return [.. elsewhere.Concat(here).Take(most).Select(other => _directory.Relays[other].Relay)];
    }
}
