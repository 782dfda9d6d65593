namespace ConsultCluster.Contracts.Nodes;

/// <summary>Once per second, and when a link fell silent or came back, from the node.</summary>
public sealed record StatusReport(IReadOnlyList<RelayStatus> Relays) : NodeMessage;
