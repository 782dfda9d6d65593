namespace ConsultCluster.Contracts.Nodes.Orders;

/// <summary>End every session of a group.</summary>
public sealed record CloseGroup(string GroupId, long Epoch) : RelayOrder;
