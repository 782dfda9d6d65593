namespace ConsultCluster.Contracts.Nodes.Orders;

/// <summary>The relay's description for a terminal.</summary>
public sealed record SessionAnswer(string Sdp) : OrderResult;
