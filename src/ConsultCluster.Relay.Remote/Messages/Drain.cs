namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Orders the node to take no new sessions and let the others move away, or to serve again.</summary>
public sealed record Drain(bool IsOn) : NodeMessage;
