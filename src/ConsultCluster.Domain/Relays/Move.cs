using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>A terminal gets other relays.</summary>
public sealed record Move(GroupId Group, TerminalId Terminal, MediaPlace From, MediaPlace To, MoveReason Reason)
{
    /// <summary>Its media moves; otherwise only its standby is another.</summary>
    public bool MovesMedia => From.Relay != To.Relay;
}
