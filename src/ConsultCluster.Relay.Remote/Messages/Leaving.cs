namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The node's last message: the process ends with all its sessions.</summary>
public sealed record Leaving : NodeMessage;
