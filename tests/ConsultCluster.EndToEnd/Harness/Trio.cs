using ConsultCluster.Contracts.Http;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>Three people in one consultation, each before a browser of their own.</summary>
public sealed record Trio(ConsultationDetail Consultation, Terminal Applicant, Terminal Expert, Terminal Patient)
{
    /// <summary>All three.</summary>
    public IEnumerable<Terminal> All => [Applicant, Expert, Patient];
}
