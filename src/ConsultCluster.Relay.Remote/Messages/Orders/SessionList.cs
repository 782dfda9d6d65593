namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Sessions of a relay.</summary>
public sealed record SessionList(IReadOnlyList<ListedSession> Sessions) : OrderResult;
