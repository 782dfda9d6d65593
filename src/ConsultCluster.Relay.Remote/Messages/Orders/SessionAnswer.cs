namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>The relay's description for a terminal.</summary>
public sealed record SessionAnswer(string Sdp) : OrderResult;
