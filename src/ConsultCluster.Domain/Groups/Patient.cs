namespace ConsultCluster.Domain.Groups;

/// <summary>The patient of a request; only the name is required. Never in a token, log or event.</summary>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Age">Years, 0 to 150.</param>
/// <param name="Sex">ISO/IEC 5218 as FHIR words: <c>male</c>, <c>female</c>, <c>other</c>, <c>unknown</c>.</param>
/// <param name="IdNumber">National or hospital id number, at most 40 characters.</param>
/// <param name="Phone">At most 40 characters.</param>
public sealed record Patient(string Name, int? Age, string? Sex, string? IdNumber, string? Phone);
