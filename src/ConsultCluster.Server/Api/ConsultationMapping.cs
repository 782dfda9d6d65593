using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Api;

/// <summary>Consultations as the API shows them; who may not see the patient gets empty fields.</summary>
internal static class ConsultationMapping
{
    private static readonly PatientDto Withheld = new(string.Empty, null, null, null, null);

    public static ConsultationSummary ToSummary(this ConsultationRecord record, ConsultationAccess access) => new(
        record.Request.Group.Value,
        record.Request.Id.Value,
        EnumWords<GroupState>.Write(record.State),
        EnumWords<Urgency>.Write(record.Request.Urgency),
        record.Request.Purpose,
        record.Request.ApplicantName,
        access.SeesPatient ? record.Request.Patient.Name : string.Empty,
        record.RequestedAt,
        record.MembersPresent);

    public static ConsultationDetail ToDetail(this ConsultationRequest request, GroupSnapshot group, ConsultationAccess access) =>
        new(
            request.Group.Value,
            request.Id.Value,
            EnumWords<GroupState>.Write(group.State),
            EnumWords<Urgency>.Write(request.Urgency),
            request.Purpose,
            access.SeesPatient ? request.Complaint : null,
            request.Hospital,
            request.Department,
            request.Specialty,
            access.SeesPatient ? request.Patient.ToDto() : Withheld,
            request.Applicant.Value,
            request.ApplicantName,
            request.Capacity,
            group.RequestedAt,
            group.ConnectedAt,
            group.ClosedAt,
            [.. group.Members.Select(m => m.ToDto())]);

    public static TokenDto ToDto(this TokenRecord token, DateTimeOffset now) => new(
        token.Claims.Id.Value,
        token.Claims.DisplayName,
        EnumWords<GroupRole>.Write(token.Claims.Role),
        EnumWords<TerminalKind>.Write(token.Claims.TerminalKind),
        EnumWords<TokenState>.Write(StateNow(token, now)),
        token.Claims.SingleUse,
        token.IssuedBy.Value,
        token.Claims.IssuedAt,
        token.Claims.ExpiresAt,
        token.FirstUsedAt,
        token.RevokedAt);

    public static AuditEntryDto ToDto(this RecordedAudit audit) => new(
        audit.Number,
        audit.Entry.At,
        audit.Entry.By.Value,
        audit.Entry.From,
        audit.Entry.Action,
        audit.Entry.Detail,
        audit.Hash);

    private static PatientDto ToDto(this Patient patient) => new(patient.Name, patient.Age, patient.Sex, patient.IdNumber, patient.Phone);

    /// <summary>The row learns of the expiry only at the group's next turn.</summary>
    private static TokenState StateNow(TokenRecord token, DateTimeOffset now) =>
        token.State == TokenState.Issued && token.Claims.ExpiresAt <= now ? TokenState.Expired : token.State;
}
