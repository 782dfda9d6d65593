namespace ConsultCluster.Domain.Relays;

/// <summary>What may be asked of a relay.</summary>
public enum RelayState
{
    /// <summary>Takes terminals.</summary>
    Active,

    /// <summary>Forwards for those it has; takes nobody new, and those it has are moved away.</summary>
    Draining,

    /// <summary>Dead for media. Its node comes back only with a higher epoch.</summary>
    Silent,
}
