namespace ConsultCluster.Contracts.Nodes;

/// <summary>Events of this group on that relay are wanted, or no longer.</summary>
public sealed record Observe(string RelayId, string GroupId, bool IsWanted) : NodeMessage;
