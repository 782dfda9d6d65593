namespace ConsultCluster.Contracts.Http;

/// <summary>GET /api/audit: whether the record is whole.</summary>
/// <param name="State"><c>unknown</c> until the first whole check has ended, then <c>whole</c>; <c>broken</c> as soon as a check has found a wrong entry.</param>
/// <param name="VerifiedAt">When a check last ended; null before the first.</param>
/// <param name="Entries">Entries that the last whole check found whole; null before it.</param>
/// <param name="FirstBroken">Number of the first wrong entry; null when none was found.</param>
/// <param name="Fault">What is wrong with it: <c>changed</c>, <c>missing</c>, <c>cut_tail</c>, <c>inserted</c>, <c>wrong_signature</c>, <c>reordered</c> or <c>replaced</c>; null when none was found.</param>
/// <param name="Export"><c>none</c> when nothing is exported, <c>ok</c>, or <c>failing</c> while the newest head could not be exported.</param>
public sealed record AuditStateDto(string State, DateTimeOffset? VerifiedAt, long? Entries, long? FirstBroken, string? Fault, string Export);
