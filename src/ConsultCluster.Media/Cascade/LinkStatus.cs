namespace ConsultCluster.Media.Cascade;

/// <summary>How a link stands.</summary>
public enum LinkStatus
{
    /// <summary>The peer has not answered yet.</summary>
    Connecting,

    /// <summary>Both hear each other.</summary>
    Up,

    /// <summary>Nothing authentic came for too long.</summary>
    Silent,
}
