namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The control process has listed the node's relays; orders may follow.</summary>
public sealed record Joined : NodeMessage;
