using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// The append-only, hash-chained record; times are kept to the microsecond at least. Throws
/// <see cref="StorageUnavailableException"/> while the database cannot serve.
/// </summary>
public interface IAuditStore
{
    /// <summary>Appends what happened outside of a group's turn.</summary>
    Task AppendAsync(AuditEntry entry);

    /// <summary>A group's entries, oldest first.</summary>
    Task<ImmutableArray<RecordedAudit>> ReadAsync(GroupId group);

    /// <summary>Every entry after that number, oldest first.</summary>
    /// <param name="after">0 for the beginning.</param>
    /// <param name="limit">Most entries, 1 to 1,000.</param>
    Task<ImmutableArray<RecordedAudit>> ReadAllAsync(long after, int limit);

    /// <summary>Recomputes the whole chain.</summary>
    Task<AuditVerification> VerifyAsync();
}
