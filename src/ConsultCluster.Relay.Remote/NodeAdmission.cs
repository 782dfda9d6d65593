namespace ConsultCluster.Relay.Remote;

/// <summary>Whom a control process lets in as a relay node, and how much it believes them.</summary>
public sealed class NodeAdmission
{
    /// <summary>Nodes that may enrol themselves with the node key within 24 hours. Default 32; 0 for none.</summary>
    public int KeyLimit { get; set; } = 32;

    /// <summary>Nodes that may wait for an administrator. Default 32; 0 for none.</summary>
    public int MaxWaiting { get; set; } = 32;

    /// <summary>Connections that have not proved anything yet; each costs a socket and some kilobytes. Default 64, at least 4.</summary>
    public int MaxJoining { get; set; } = 64;

    /// <summary>Packets per second that a relay of a node is believed to send at most. Default 500,000: what a fast core does.</summary>
    public double MaxCapacity { get; set; } = 500_000;
}
