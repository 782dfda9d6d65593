using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// How much of a relay node's report is believed. The node runs elsewhere and may claim anything, so its capacity is bounded by a setting and by what this process's own relays
/// measure, and its share in use is at least what its sessions cost here.
/// </summary>
/// <param name="maxCapacity">Packets per second of one relay at most.</param>
/// <param name="own">Loads of this process's own relays.</param>
internal sealed class LoadBelief(double maxCapacity, Func<IEnumerable<RelayLoad>> own)
{
    /// <summary>A machine may be so many times faster than this one.</summary>
    private const double MaxAdvantage = 2;

    /// <summary>Half of what a session costs here, because a report may have more standby sessions than ours.</summary>
    private const double PartOfOwnCost = 0.5;

    /// <summary>Packets per second that a session sends at least; a terminal with sound alone sends and receives 50.</summary>
    private const double PacketsPerSession = 10;

    /// <summary>Never full by estimate alone: an honest relay with many idle sessions still gets some.</summary>
    private const double MaxEstimatedShare = 0.8;

    /// <summary>The load to plan with.</summary>
    /// <param name="claimed">As the node reports it.</param>
    /// <param name="knownSessions">Sessions that this process knows on the relay.</param>
    public RelayLoad Of(RelayLoad claimed, int knownSessions)
    {
        var (ownShare, ownSessions, ownCapacity) = (0.0, 0, 0.0);
        foreach (var load in own())
        {
            ownShare += load.Share;
            ownSessions += load.Sessions;
            ownCapacity = Math.Max(ownCapacity, load.Capacity);
        }

        var most = Math.Min(maxCapacity, Math.Max(RelayEntry.AssumedCapacity, MaxAdvantage * ownCapacity));
        var capacity = Math.Clamp(claimed.Capacity, 0, most);
        var sessions = Math.Max(Math.Max(0, claimed.Sessions), knownSessions);
        var packets = Math.Max(0, claimed.PacketsPerSecondOut);
        var sendable = Math.Max(capacity, RelayEntry.AssumedCapacity);
        var perOwnSession = ownSessions == 0 ? 0 : PartOfOwnCost * ownShare / ownSessions;
        var estimated = Math.Min(MaxEstimatedShare, Math.Max(sessions * perOwnSession, sessions * PacketsPerSession / sendable));
        var share = Math.Clamp(Math.Max(claimed.Share, Math.Max(estimated, packets / sendable)), 0, 1);
        return new RelayLoad(sessions, packets, share, Math.Max(0, claimed.CostPerPacket), capacity);
    }
}
