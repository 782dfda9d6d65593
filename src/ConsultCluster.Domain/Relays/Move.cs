using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>A change of a terminal's relays.</summary>
public sealed record Move(GroupId Group, TerminalId Terminal, MediaPlace From, MediaPlace To, MoveReason Reason)
{
    /// <summary>True when its media moves; otherwise only the standby changes.</summary>
    public bool MovesMedia => From.Relay != To.Relay;
}

/// <summary>Why a terminal's relays change.</summary>
public enum MoveReason
{
    /// <summary>Its relay is lost.</summary>
    RelayLost,

    /// <summary>Its relay is being drained.</summary>
    RelayDraining,

    /// <summary>Only its standby is replaced.</summary>
    StandbyLost,

    /// <summary>Another relay is clearly better: less load, nearer, or nearer to the group.</summary>
    Better,
}
