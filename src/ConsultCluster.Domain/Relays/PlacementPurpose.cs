namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Why a relay is needed. Decides which relays are excluded, and how many other planners are assumed to do the same.
/// </summary>
internal enum PlacementPurpose
{
    /// <summary>A terminal enters, or leaves a draining relay; these come one by one.</summary>
    Entry,

    /// <summary>
    /// A terminal's relay failed: all planners move all affected terminals at once, and their media is interrupted
    /// until then.
    /// </summary>
    Failover,

    /// <summary>A terminal would be better on another relay; it can wait.</summary>
    Rebalance,

    /// <summary>A standby session.</summary>
    Standby,
}
