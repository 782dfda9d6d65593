using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;

namespace ConsultCluster.Domain.Groups;

/// <summary>Records a consultation request and creates its group.</summary>
public static class Recording
{
    private static readonly string[] Sexes = ["male", "female", "other", "unknown"];

    /// <summary>Records the request. Repeating the same request is not an error and changes nothing.</summary>
    public static Decision<GroupSnapshot> RecordRequest(this Group group, ConsultationRequest request, Actor by, DateTimeOffset now)
    {
        if (group.Request is { } recorded)
        {
            return Same(recorded, request)
                ? group.Keep()
                : group.Refuse<GroupSnapshot>(new Refusal(RefusalCodes.GroupExists, "This consultation was already requested with other contents."));
        }

        if (Check(group, request) is { } refusal)
        {
            return group.Refuse<GroupSnapshot>(refusal);
        }

        var builder = new DecisionBuilder(
            group with { Request = request, RequestedAt = now, EmptySince = now, Epoch = Math.Max(group.Epoch, 1) },
            now);
        builder.Add(new RequestRecorded(request));
        builder.Audit(by, AuditActions.ConsultationRequested, ("request", request.Id.Value), ("urgency", request.Urgency.ToString().ToLowerInvariant()));
        builder.Audit(by, AuditActions.GroupCreated, ("capacity", request.Capacity));
        return builder.DoneWithSnapshot();
    }

    /// <summary>The applicant's display name may have changed; everything else must be equal.</summary>
    private static bool Same(ConsultationRequest a, ConsultationRequest b) => a == b with { ApplicantName = a.ApplicantName };

    private static Refusal? Check(Group group, ConsultationRequest request)
    {
        if (request.Group != group.Id)
        {
            return Guards.Invalid("The request names another group.");
        }

        if (!RequestId.TryParse(request.Id.Value, out _) || !GroupId.TryParse(request.Group.Value, out _))
        {
            return Guards.Invalid("'requestId' may have 1 to 64 letters, digits, '_' and '-'.");
        }

        if (request.Capacity is < 2 or > 16)
        {
            return Guards.Invalid("'capacity' must be 2 to 16.");
        }

        if (!Enum.IsDefined(request.Urgency))
        {
            return Guards.Invalid("'urgency' must be routine, urgent or emergency.");
        }

        return Guards.Text("purpose", request.Purpose, 2000, required: true)
            ?? Guards.Text("complaint", request.Complaint, 2000, required: false)
            ?? Guards.Text("hospital", request.Hospital, 120, required: false)
            ?? Guards.Text("department", request.Department, 120, required: false)
            ?? Guards.Text("specialty", request.Specialty, 120, required: false)
            ?? Guards.Text("applicantName", request.ApplicantName, 80, required: true)
            ?? Check(request.Patient);
    }

    private static Refusal? Check(Patient patient)
    {
        if (patient.Age is < 0 or > 150)
        {
            return Guards.Invalid("'patient.age' must be 0 to 150 years.");
        }

        if (patient.Sex is { } sex && !Sexes.Contains(sex, StringComparer.Ordinal))
        {
            return Guards.Invalid("'patient.sex' must be male, female, other or unknown.");
        }

        return Guards.Text("patient.name", patient.Name, 80, required: true)
            ?? Guards.Text("patient.idNumber", patient.IdNumber, 40, required: false)
            ?? Guards.Text("patient.phone", patient.Phone, 40, required: false);
    }
}
