using ConsultCluster.Domain;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay.Orders;

/// <summary>One group on this relay: its router, newest epoch and sessions.</summary>
internal sealed class RelayGroup(GroupId id, RouterKey router)
{
    public GroupId Id { get; } = id;

    public RouterKey Router { get; } = router;

    public long Epoch { get; set; } = long.MinValue;

    /// <summary>True while its tracks are shared with other relays.</summary>
    public bool IsCascaded { get; set; }

    /// <summary>True when only its epoch is left.</summary>
    public bool IsIdle => Sessions.Count == 0 && !IsCascaded;

    public Dictionary<TerminalId, SessionKey> Sessions { get; } = [];

    /// <summary>Generations of sessions, as their orders named them in this epoch.</summary>
    public Dictionary<TerminalId, long> Generations { get; } = [];
}
