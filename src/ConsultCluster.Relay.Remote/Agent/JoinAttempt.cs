using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>Result of an attempt to join: a link on which both ends proved the key, or the failure.</summary>
/// <param name="Refused">Refusal by either end; null when the control process cannot be reached.</param>
/// <param name="Failure">Why it cannot be reached.</param>
internal sealed record JoinAttempt(NodeLink? Link, Refused? Refused, string? Failure);
