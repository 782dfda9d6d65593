using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>An audit entry on record.</summary>
/// <param name="Number">Grows by one with each entry of the installation.</param>
/// <param name="Hash">Lower-case hex SHA-256 over the hash before and this entry's content.</param>
public sealed record RecordedAudit(long Number, AuditEntry Entry, string Hash);
