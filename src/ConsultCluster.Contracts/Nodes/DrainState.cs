namespace ConsultCluster.Contracts.Nodes;

/// <summary>The node drains, or serves on.</summary>
/// <param name="IsEmpty">True when it drains and holds no session any more.</param>
public sealed record DrainState(bool IsDraining, bool IsEmpty) : NodeMessage;
