using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
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
    public Task<AuditVerification> VerifyAsync() => database.ReadAsync(SqliteAuditChain.Verify);
}
