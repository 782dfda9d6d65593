namespace ConsultCluster.Contracts.Nodes;

/// <summary>The node is to let its sessions go and take no new ones, or to serve on.</summary>
public sealed record Drain(bool IsOn) : NodeMessage;
