namespace ConsultCluster.Engine.Relays;

/// <summary>Whether a relay can be given work.</summary>
public enum RelayState
{
    /// <summary>It takes sessions.</summary>
    Active,

    /// <summary>It keeps the sessions that it has and should get no new ones: its node is about to go.</summary>
    Draining,

    /// <summary>Nothing was heard of its node for a while. Its sessions may still run; orders to it are refused.</summary>
    Silent,
}
