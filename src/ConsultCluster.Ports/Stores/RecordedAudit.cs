using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>An audit entry on record.</summary>
/// <param name="Number">Grows by one with each entry of the installation.</param>
/// <param name="Hash">Lower-case hex SHA-256 over hash and signature of the entry before and this entry's content.</param>
public sealed record RecordedAudit(long Number, AuditEntry Entry, string Hash)
{
    /// <summary>Id of the key that has signed the hash; null for entries from before entries were signed.</summary>
    public string? Key { get; init; }

    /// <summary>Base64 of the ECDSA P-256 signature over the hash, r and s of 32 bytes each; null for the same entries.</summary>
    public string? Signature { get; init; }
}
