namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Tracks of terminals at one relay are passed on to another.</summary>
public sealed record RouteDto(string FromId, string ToId);
