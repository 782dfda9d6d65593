using ConsultCluster.Relay.Remote.Messages.Events;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>An event of a session.</summary>
public sealed record EventMessage(string RelayId, string GroupId, string TerminalId, SessionEvent Event) : NodeMessage;
