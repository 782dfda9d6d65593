namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Sent every 100 ms by both ends.</summary>
/// <param name="Number">Counts up from 1 on each link.</param>
public sealed record Heartbeat(long Number) : NodeMessage;
