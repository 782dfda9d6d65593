using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// The append-only, hash-chained and signed record; times are kept to the microsecond at least. Throws
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

    /// <summary>The entries of those numbers, as far as there are any; in no order.</summary>
    /// <param name="numbers">At most 1,000.</param>
    Task<ImmutableArray<RecordedAudit>> ReadNumbersAsync(IReadOnlyCollection<long> numbers);

    /// <summary>The newest entry; null when there is none.</summary>
    Task<RecordedAudit?> LastAsync();

    /// <summary>Number of the first signed entry; null when none is signed.</summary>
    Task<long?> FirstSignedAsync();

    /// <summary>
    /// Recomputes the chain page by page: memory does not grow with it, and nobody who appends waits. A signature authenticates every entry
    /// before it, so that one of each page is checked, and all of a page in which something is wrong.
    /// </summary>
    /// <param name="after">Begins after this entry, which is taken as it is; 0 for the whole chain.</param>
    /// <param name="signedFrom">Entries from this number on must be signed; null when nobody knows: then from the first signed one on.</param>
    /// <param name="stop">Ends it early with an <see cref="OperationCanceledException"/>.</param>
    Task<AuditVerification> VerifyAsync(long after = 0, long? signedFrom = null, CancellationToken stop = default);
}
