namespace ConsultCluster.Domain.Relays;

/// <summary>One copy of a group's media from one relay to another.</summary>
/// <param name="Via">A relay that forwards it when the direct route is worse; null for the direct route.</param>
public sealed record CascadeLink(RelayId From, RelayId To, RelayId? Via);
