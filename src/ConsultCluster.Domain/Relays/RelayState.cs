namespace ConsultCluster.Domain.Relays;

/// <summary>What may be asked of a relay.</summary>
public enum RelayState
{
    /// <summary>Accepts terminals.</summary>
    Active,

    /// <summary>Forwards for its terminals, which are being moved away; accepts no new ones.</summary>
    Draining,

    /// <summary>Its heartbeats stopped: lost for media. Its sessions may still run; orders are refused.</summary>
    Silent,
}
