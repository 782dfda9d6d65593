using ConsultCluster.Contracts.Nodes.Events;

namespace ConsultCluster.Contracts.Nodes;

/// <summary>Something happened to a session.</summary>
public sealed record EventMessage(string RelayId, string GroupId, string TerminalId, SessionEvent Event) : NodeMessage;
