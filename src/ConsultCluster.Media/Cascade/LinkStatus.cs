namespace ConsultCluster.Media.Cascade;

/// <summary>State of a link.</summary>
public enum LinkStatus
{
    /// <summary>The peer has not answered yet.</summary>
    Connecting,

    /// <summary>Both ends receive each other.</summary>
    Up,

    /// <summary>Nothing authentic arrived for too long.</summary>
    Silent,
}
