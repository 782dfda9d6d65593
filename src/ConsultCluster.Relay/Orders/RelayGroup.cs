using ConsultCluster.Domain;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay.Orders;

/// <summary>One group on this relay: its router, its newest epoch, its sessions.</summary>
internal sealed class RelayGroup(GroupId id, RouterKey router)
{
    public GroupId Id { get; } = id;

    public RouterKey Router { get; } = router;

    public long Epoch { get; set; } = long.MinValue;

    public Dictionary<TerminalId, SessionKey> Sessions { get; } = [];
}
