namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>End every session of a group.</summary>
public sealed record CloseGroup(string GroupId, long Epoch) : RelayOrder;
