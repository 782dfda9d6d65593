using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Engine.Stores;

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
    public Task<ImmutableArray<RecordedAudit>> ReadAsync(GroupId group) => database.ReadAsync(db => db.All(
        $"SELECT {SqliteAuditChain.Columns} FROM audit WHERE group_id = $group ORDER BY number",
        SqliteAuditChain.Read,
        ("$group", group.Value)));

    /// <inheritdoc/>
    public Task<ImmutableArray<RecordedAudit>> ReadAllAsync(long after, int limit) => database.ReadAsync(db => db.All(
        $"SELECT {SqliteAuditChain.Columns} FROM audit WHERE number > $after ORDER BY number LIMIT $limit",
        SqliteAuditChain.Read,
        ("$after", after),
        ("$limit", Math.Clamp(limit, 1, 1000))));

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync() => database.ReadAsync(SqliteAuditChain.Verify);
}
