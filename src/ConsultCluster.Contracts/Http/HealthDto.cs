namespace ConsultCluster.Contracts.Http;

/// <summary>GET /health/live and /health/ready.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Storage">Of readiness: <c>ok</c> or <c>unavailable</c>; null for liveness.</param>
/// <param name="Relays">Of readiness: relays that can take sessions; null for liveness.</param>
public sealed record HealthDto(string Status, string? Storage, int? Relays);
