namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Sent by the node every second, and after each change of a link.</summary>
public sealed record StatusReport(IReadOnlyList<RelayStatus> Relays) : NodeMessage;
