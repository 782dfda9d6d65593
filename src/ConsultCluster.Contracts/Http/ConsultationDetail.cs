namespace ConsultCluster.Contracts.Http;

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
