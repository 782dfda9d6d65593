namespace ConsultCluster.Contracts.Http;

/// <summary>GET /health/live, /health/serving and /health/ready.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Storage">Of readiness: <c>ok</c> or <c>unavailable</c>; null otherwise.</param>
/// <param name="Relays">Of readiness: number of relays that accept sessions; null otherwise.</param>
/// <param name="Load">Of readiness: share of what the relays can do that is in use, 0 to 1, their mean; null otherwise.</param>
/// <param name="Clock">Of readiness in a cluster: <c>ok</c>, or <c>warning</c> when the machine's clock differs from the database's by more than 1 s; null otherwise.</param>
/// <param name="Silo">Of readiness: name of this process in the membership; null for a process without groups.</param>
/// <param name="Silos">Of readiness: live members of the cluster as seen here; 1 for a single server.</param>
public sealed record HealthDto(string Status, string? Storage, int? Relays, double? Load, string? Clock = null, string? Silo = null, int? Silos = null)
{
    /// <summary>Of readiness: <c>ok</c>, <c>warning</c> when the audit could not be exported, <c>broken</c> when a check has found a wrong entry; null otherwise.</summary>
    public string? Audit { get; init; }
}
