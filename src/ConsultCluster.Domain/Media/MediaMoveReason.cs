namespace ConsultCluster.Domain.Media;

/// <summary>Why a terminal's media goes to another relay.</summary>
public enum MediaMoveReason
{
    /// <summary>The terminal heard nothing from its relay and went by itself, to the standby session that it has.</summary>
    Terminal,

    /// <summary>Its relay fell silent or is gone.</summary>
    RelayLost,

    /// <summary>Its relay is being emptied.</summary>
    Drain,

    /// <summary>Another relay carries it clearly better.</summary>
    Rebalance,
}
