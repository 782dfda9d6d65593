namespace ConsultCluster.Contracts.Nodes;

/// <summary>The control process has listed the node's relays and gives orders from now on.</summary>
public sealed record Joined : NodeMessage;
