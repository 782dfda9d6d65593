namespace ConsultCluster.Domain.Relays;

/// <summary>What one relay says of its link to another.</summary>
/// <param name="Relay">Who says it.</param>
/// <param name="IsUp">Both hear each other.</param>
/// <param name="RoundTripMs">Milliseconds; null before the first measurement.</param>
/// <param name="LossPercent">Lost on the way from the peer within the last seconds, 0 to 100.</param>
public readonly record struct LinkSample(RelayId Relay, RelayId Peer, bool IsUp, double? RoundTripMs, double LossPercent);
