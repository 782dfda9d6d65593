namespace ConsultCluster.Contracts.Http;

/// <summary>PATCH /api/people/{personId} (administrator); null leaves as it is.</summary>
public sealed record UpdatePersonRequest(string? DisplayName, string? Role, string? Password, bool? Disabled);
