using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Api;

/// <summary>Reads a request for a consultation, with all mistakes at once.</summary>
internal static class ConsultationForm
{
    private const int MaxText = 2000;
    private const int MaxPlace = 120;
    private const int MaxPatientName = 80;
    private const int MaxNumber = 40;
    private const int MaxAge = 150;
    private const int MinCapacity = 2;
    private const int MaxCapacity = 16;

    private static readonly string[] Sexes = ["male", "female", "other", "unknown"];

    public static ConsultationRequest Read(CreateConsultationRequest form, StaffAccount applicant, FieldMistakes mistakes)
    {
        var id = NewId.Request();
        if (form.RequestId is not null && !RequestId.TryParse(form.RequestId, out id))
        {
            mistakes.Add("requestId", "Must have 1 to 64 characters of A-Z a-z 0-9 _ -.");
        }

        return new ConsultationRequest(
            id,
            NewId.Group(applicant.Id, id),
            applicant.Id,
            applicant.DisplayName,
            mistakes.OptionalName("hospital", form.Hospital, MaxPlace),
            mistakes.OptionalName("department", form.Department, MaxPlace),
            Patient(form.Patient, mistakes),
            mistakes.Optional("complaint", form.Complaint, MaxText),
            mistakes.Required("purpose", form.Purpose, MaxText),
            mistakes.OptionalName("specialty", form.Specialty, MaxPlace),
            mistakes.Word<Urgency>("urgency", form.Urgency),
            mistakes.Range("capacity", form.Capacity, MinCapacity, MaxCapacity) ?? MaxCapacity);
    }

    private static Patient Patient(PatientDto? patient, FieldMistakes mistakes)
    {
        var sex = mistakes.Optional("patient.sex", patient?.Sex, MaxNumber);
        if (sex is not null && !Sexes.Contains(sex, StringComparer.Ordinal))
        {
            mistakes.Add("patient.sex", $"Must be one of {string.Join(", ", Sexes)}.");
        }

        return new Patient(
            mistakes.Name("patient.name", patient?.Name, MaxPatientName),
            mistakes.Range("patient.age", patient?.Age, 0, MaxAge),
            sex,
            mistakes.OptionalName("patient.idNumber", patient?.IdNumber, MaxNumber),
            mistakes.OptionalName("patient.phone", patient?.Phone, MaxNumber));
    }
}
