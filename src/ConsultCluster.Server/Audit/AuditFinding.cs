using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Audit;

/// <summary>What is known of the audit.</summary>
/// <param name="VerifiedAt">When a check last ended; null before the first.</param>
/// <param name="Entries">Entries that were whole then; null before the first whole one.</param>
/// <param name="Broken">The first wrong entry; null when none was found.</param>
/// <param name="ExportedAt">When all exports last had the newest head, or since when they are tried; null before the first time.</param>
/// <param name="IsExported">Heads are exported.</param>
/// <param name="ExportFailure">Why the last export failed; null when it did not.</param>
internal sealed record AuditFinding(
    DateTimeOffset? VerifiedAt, long? Entries, AuditVerification? Broken, DateTimeOffset? ExportedAt, bool IsExported, string? ExportFailure);
