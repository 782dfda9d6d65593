namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Share a group's tracks with other relays.</summary>
/// <param name="Peers">Every relay it is shared with.</param>
/// <param name="Routes">What is passed on from peer to peer.</param>
public sealed record SetCascade(string GroupId, long Epoch, IReadOnlyList<string> Peers, IReadOnlyList<RouteDto> Routes) : RelayOrder;
