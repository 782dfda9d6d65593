namespace ConsultCluster.Contracts.Http;

/// <summary>The patient of a request.</summary>
public sealed record PatientDto(string Name, int? Age, string? Sex, string? IdNumber, string? Phone);
