using ConsultCluster.Domain;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay.Orders;

/// <summary>One group on this relay: its router, its newest epoch, its sessions.</summary>
internal sealed class RelayGroup(GroupId id, RouterKey router)
{
    public GroupId Id { get; } = id;

    public RouterKey Router { get; } = router;

    public long Epoch { get; set; } = long.MinValue;

    /// <summary>Its tracks are shared with other relays.</summary>
    public bool IsCascaded { get; set; }

    /// <summary>Nothing of it is left but its epoch.</summary>
    public bool IsIdle => Sessions.Count == 0 && !IsCascaded;

    public Dictionary<TerminalId, SessionKey> Sessions { get; } = [];

    /// <summary>Of the sessions whose orders name one in this epoch.</summary>
    public Dictionary<TerminalId, long> Generations { get; } = [];
}
