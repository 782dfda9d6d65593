namespace ConsultCluster.Domain.Relays;

/// <summary>One copy of a group's media goes from one relay to another.</summary>
/// <param name="Via">A relay that passes it on, because the direct way is measurably worse; null for the direct way.</param>
public sealed record CascadeLink(RelayId From, RelayId To, RelayId? Via);
