namespace ConsultCluster.Domain.Relays;

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
