namespace ConsultCluster.Relay.Remote.Messages.Events;

/// <summary>The session ended by itself.</summary>
/// <param name="Reason">For log and audit.</param>
public sealed record GoneEvent(string Reason) : SessionEvent;
