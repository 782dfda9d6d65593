namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Sessions on the node's relays, sent after <see cref="Announce"/>.</summary>
/// <param name="IsLast">False while more follow.</param>
public sealed record HeldSessions(IReadOnlyList<HeldSessionDto> Sessions, bool IsLast) : NodeMessage;
