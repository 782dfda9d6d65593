namespace ConsultCluster.Contracts.Nodes;

/// <summary>A link between relays fell silent, or works (again).</summary>
/// <param name="IsBack">False when it fell silent.</param>
public sealed record LinkEvent(string RelayId, string PeerId, bool IsBack) : NodeMessage;
