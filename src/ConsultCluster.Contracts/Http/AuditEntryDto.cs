namespace ConsultCluster.Contracts.Http;

/// <summary>A row of GET /api/consultations/{groupId}/audit, oldest first.</summary>
/// <param name="Detail">JSON, without patient data.</param>
/// <param name="Hash">Hex SHA-256 chained over the entry before.</param>
public sealed record AuditEntryDto(
    long Number,
    DateTimeOffset At,
    string By,
    string From,
    string Action,
    string Detail,
    string Hash);
