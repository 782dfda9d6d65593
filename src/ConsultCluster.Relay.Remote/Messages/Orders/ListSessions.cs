namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Say which sessions there are; gives a <see cref="SessionList"/>.</summary>
/// <param name="GroupId">Only of this group; of all without it.</param>
public sealed record ListSessions(string? GroupId) : RelayOrder;
