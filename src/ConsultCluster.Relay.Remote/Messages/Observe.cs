namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Starts or stops events of this group on that relay.</summary>
public sealed record Observe(string RelayId, string GroupId, bool IsWanted) : NodeMessage;
