namespace ConsultCluster.Domain.Groups;

/// <summary>A request for a consultation; recorded before anything else happens.</summary>
/// <param name="Id">Chosen by the caller, so that a repeated request is the same request.</param>
/// <param name="Group">The group that will serve it.</param>
/// <param name="Applicant">The requesting doctor.</param>
/// <param name="ApplicantName">Display name of the applicant.</param>
/// <param name="Hospital">At most 120 characters.</param>
/// <param name="Department">At most 120 characters.</param>
/// <param name="Patient">The patient.</param>
/// <param name="Complaint">Chief complaint, at most 2,000 characters.</param>
/// <param name="Purpose">Clinical question, 1 to 2,000 characters.</param>
/// <param name="Specialty">Requested specialty, at most 120 characters.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Capacity">Seats, 2 to 16.</param>
public sealed record ConsultationRequest(
    RequestId Id,
    GroupId Group,
    PersonId Applicant,
    string ApplicantName,
    string? Hospital,
    string? Department,
    Patient Patient,
    string? Complaint,
    string Purpose,
    string? Specialty,
    Urgency Urgency,
    int Capacity);
