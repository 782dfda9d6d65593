namespace ConsultCluster.Contracts.Nodes;

/// <summary>Sessions that the node's relays hold, after <see cref="Announce"/>.</summary>
/// <param name="IsLast">False while more follow.</param>
public sealed record Held(IReadOnlyList<HeldSessionDto> Sessions, bool IsLast) : NodeMessage;
