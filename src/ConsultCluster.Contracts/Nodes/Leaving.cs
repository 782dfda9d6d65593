namespace ConsultCluster.Contracts.Nodes;

/// <summary>The node's last message: it ends, and its sessions with it.</summary>
public sealed record Leaving : NodeMessage;
