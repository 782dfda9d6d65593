namespace ConsultCluster.Domain.Nodes;

/// <summary>What the cluster has decided about a relay node's key.</summary>
public enum EnrolmentState
{
    /// <summary>The node has asked to join; no administrator has decided yet.</summary>
    Waiting,

    /// <summary>The node may join.</summary>
    Enrolled,

    /// <summary>The key never joins again.</summary>
    Revoked,
}
