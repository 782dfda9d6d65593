using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>The audit in SQLite.</summary>
public sealed class SqliteAuditStore(SqliteDatabase database) : IAuditStore
{
    /// <inheritdoc/>
    public Task AppendAsync(AuditEntry entry) => database.WriteAsync(db =>
    {
        SqliteAuditChain.Append(db, entry);
        return true;
    });

    /// <inheritdoc/>
    public Task<ImmutableArray<RecordedAudit>> ReadAsync(GroupId group) =>
        database.ReadAsync(db => db.All(AuditRows.OfGroup(group), AuditRows.Read));

    /// <inheritdoc/>
    public Task<ImmutableArray<RecordedAudit>> ReadAllAsync(long after, int limit) =>
        database.ReadAsync(db => db.All(AuditRows.After(after, limit), AuditRows.Read));

    /// <inheritdoc/>
    public async Task<ImmutableArray<RecordedAudit>> ReadNumbersAsync(IReadOnlyCollection<long> numbers) =>
        numbers.Count == 0 ? [] : await database.ReadAsync(db => db.All(AuditRows.Numbered(numbers), AuditRows.Read));

    /// <inheritdoc/>
    public Task<RecordedAudit?> LastAsync() => database.ReadAsync(db => db.First(AuditRows.Last, AuditRows.Read));

    /// <inheritdoc/>
    public async Task<long?> FirstSignedAsync() => (await database.ReadAsync(db => db.First(AuditRows.FirstSigned, AuditRows.Read)))?.Number;

    /// <inheritdoc/>
    public async Task<AuditVerification> VerifyAsync(long after = 0, long? signedFrom = null, CancellationToken stop = default)
    {
        var start = after == 0 ? null : (await ReadNumbersAsync([after])).FirstOrDefault();
        var oldest = await database.ReadAsync(db => db.First(AuditRows.First, AuditRows.Read));
        return await new AuditVerifier(ReadPageAsync, database.AuditKeys, signedFrom).RunAsync(start, oldest, stop);
    }

    /// <summary>Each page as of its own moment: nothing before the newest entry ever changes, and a long read would keep the database from tidying up.</summary>
    private Task<AuditPage> ReadPageAsync(long after) => database.ReadAsync(db => SqliteAuditChain.Page(db, after));
}
