namespace ConsultCluster.Contracts.Nodes.Orders;

/// <summary>Say which sessions there are; gives a <see cref="SessionList"/>.</summary>
public sealed record ListSessions : RelayOrder;
