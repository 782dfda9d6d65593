using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Who sends heartbeats to whom. All to all would be a million per interval in a cluster of a thousand; on a ring in the order of their hashes
/// each relay is watched by the next few of other processes, and every node works out the same ring from its directory.
/// </summary>
public static class HeartbeatRing
{
    /// <summary>Those that watch this relay: of other machines as long as there are some, then of other processes.</summary>
    /// <param name="count">Enough that two are left when some die with the relay.</param>
    public static ImmutableArray<RelayId> WatchersOf(RelayDirectory directory, RelayId relay, int count = 4)
    {
        var layout = directory.Layout;
        var watched = layout.IndexOf(relay);
        if (watched < 0)
        {
            return [];
        }

        // Distance around the ring, unsigned and wrapping.
        var others = Enumerable.Range(0, directory.Relays.Length)
            .Where(other => layout.Node[other] != layout.Node[watched] && directory.Relays[other].State != RelayState.Silent)
            .OrderBy(other => layout.Machine[other] == layout.Machine[watched])
            .ThenBy(other => unchecked(layout.Hash[other] - layout.Hash[watched]))
            .ToList();

        // Two witnesses of one process are one witness.
        return [.. others.DistinctBy(other => layout.Node[other]).Take(count).Select(other => directory.Relays[other].Relay)];
    }
}
