namespace ConsultCluster.Ports.Relays;

/// <summary>How a link stands.</summary>
public enum LinkState
{
    /// <summary>The peer has not answered yet.</summary>
    Connecting,

    /// <summary>Both hear each other.</summary>
    Up,

    /// <summary>Nothing authentic came for 400 ms.</summary>
    Silent,
}
