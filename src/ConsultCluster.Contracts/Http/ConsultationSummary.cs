namespace ConsultCluster.Contracts.Http;

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
