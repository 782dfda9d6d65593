namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/consultations: asks for a consultation.</summary>
/// <param name="RequestId">Made up by the client so that sending again is not asking twice; null lets the server make one.</param>
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
