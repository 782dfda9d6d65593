using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>A terminal gets other relays.</summary>
public sealed record Move(GroupId Group, TerminalId Terminal, MediaPlace From, MediaPlace To, MoveReason Reason)
{
    /// <summary>Its media moves; otherwise only its standby is another.</summary>
    public bool MovesMedia => From.Relay != To.Relay;
}

/// <summary>Why a terminal's relays change.</summary>
public enum MoveReason
{
    /// <summary>Its relay is dead for media.</summary>
    RelayLost,

    /// <summary>Its relay is being drained.</summary>
    RelayDraining,

    /// <summary>It stays where it is, and its standby is replaced.</summary>
    StandbyLost,

    /// <summary>Another relay has become clearly better: less load, nearer, or nearer to the group.</summary>
    Better,
}
