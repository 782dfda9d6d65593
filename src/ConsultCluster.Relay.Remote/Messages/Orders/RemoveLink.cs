namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>End a link to another relay.</summary>
public sealed record RemoveLink(string PeerId, long Generation) : RelayOrder;
