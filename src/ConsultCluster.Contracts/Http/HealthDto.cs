namespace ConsultCluster.Contracts.Http;

/// <summary>GET /health/live and /health/ready.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Storage">Of readiness: <c>ok</c> or <c>unavailable</c>; null for liveness.</param>
/// <param name="Relays">Of readiness: relays that can take sessions; null for liveness.</param>
/// <param name="Load">Of readiness: share of what the relays can do that is in use, 0 to 1, their mean; null for liveness.</param>
public sealed record HealthDto(string Status, string? Storage, int? Relays, double? Load);
