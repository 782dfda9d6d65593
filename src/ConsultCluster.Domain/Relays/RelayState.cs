namespace ConsultCluster.Domain.Relays;

/// <summary>What may be asked of a relay.</summary>
public enum RelayState
{
    /// <summary>Takes terminals.</summary>
    Active,

    /// <summary>Forwards for those it has; takes nobody new, and those it has are moved away.</summary>
    Draining,

    /// <summary>Nothing was heard of its node for a while: dead for media. Its sessions may still run; orders to it are refused.</summary>
    Silent,
}
