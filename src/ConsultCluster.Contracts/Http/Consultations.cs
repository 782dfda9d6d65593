namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/consultations: requests a consultation.</summary>
/// <param name="RequestId">
/// Chosen by the client, so that a repeated request is the same request; null lets the server choose.
/// </param>
/// <param name="Urgency"><c>routine</c>, <c>urgent</c> or <c>emergency</c>.</param>
/// <param name="Capacity">Seats, 2 to 16; null is 16.</param>
public sealed record CreateConsultationRequest(
    string? RequestId,
    PatientDto Patient,
    string Purpose,
    string Urgency,
    string? Complaint,
    string? Hospital,
    string? Department,
    string? Specialty,
    int? Capacity);

/// <summary>The patient of a request.</summary>
public sealed record PatientDto(string Name, int? Age, string? Sex, string? IdNumber, string? Phone);

/// <summary>GET /api/consultations, newest first; query parameters <c>state</c>, <c>before</c>, <c>limit</c>.</summary>
/// <param name="Next">Value of <c>before</c> for the next page; null on the last.</param>
public sealed record ConsultationPage(ConsultationSummary[] Items, string? Next);

/// <summary>A row of GET /api/consultations.</summary>
public sealed record ConsultationSummary(
    string GroupId,
    string RequestId,
    string State,
    string Urgency,
    string Purpose,
    string ApplicantName,
    string PatientName,
    DateTimeOffset RequestedAt,
    int MembersPresent);

/// <summary>GET /api/consultations/{groupId}.</summary>
public sealed record ConsultationDetail(
    string GroupId,
    string RequestId,
    string State,
    string Urgency,
    string Purpose,
    string? Complaint,
    string? Hospital,
    string? Department,
    string? Specialty,
    PatientDto Patient,
    string ApplicantId,
    string ApplicantName,
    int Capacity,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? ClosedAt,
    Hub.MemberDto[] Members);

/// <summary>A row of GET /api/consultations/{groupId}/audit, oldest first.</summary>
/// <param name="Detail">JSON, without patient data.</param>
/// <param name="Hash">Hex SHA-256, chained over the previous entry.</param>
public sealed record AuditEntryDto(
    long Number,
    DateTimeOffset At,
    string By,
    string From,
    string Action,
    string Detail,
    string Hash);
