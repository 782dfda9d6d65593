using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Postgres;

/// <summary>The audit in PostgreSQL: one chain, whichever server appends.</summary>
public sealed class PostgresAuditStore(PostgresDatabase database) : IAuditStore
{
    /// <inheritdoc/>
    public Task AppendAsync(AuditEntry entry) => database.WriteAsync(async db =>
    {
        await PostgresAuditChain.AppendAsync(db, entry);
        return true;
    });

    /// <inheritdoc/>
    public Task<ImmutableArray<RecordedAudit>> ReadAsync(GroupId group) =>
        database.ReadAsync(db => db.AllAsync(AuditRows.OfGroup(group), AuditRows.Read));

    /// <inheritdoc/>
    public Task<ImmutableArray<RecordedAudit>> ReadAllAsync(long after, int limit) =>
        database.ReadAsync(db => db.AllAsync(AuditRows.After(after, limit), AuditRows.Read));

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync() => database.ReadAsync(PostgresAuditChain.VerifyAsync);
}
