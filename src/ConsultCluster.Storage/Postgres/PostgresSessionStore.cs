using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Sessions of staff in PostgreSQL: who signed in at one server of a cluster is signed in at all.</summary>
public sealed class PostgresSessionStore(PostgresDatabase database) : ISessionStore
{
    /// <inheritdoc/>
    public Task<bool> StartAsync(StaffSession session, string passwordHash, DateTimeOffset expired, int most, AuditEntry audit) =>
        database.WriteAsync(async db =>
        {
            // FOR SHARE: a change of the account that ends its sessions comes before this one or after it.
            var find = StaffRows.Find(session.Person);
            var account = await db.FirstAsync(find with { Sql = find.Sql + " FOR SHARE" }, StaffRows.Read);
            if (account is null || account.Disabled || account.PasswordHash != passwordHash)
            {
                return false;
            }

            await db.ExecuteAsync([SessionRows.DeleteExpired(expired), SessionRows.Insert(session), SessionRows.DeleteSurplus(session.Person, most)]);
            await PostgresAuditChain.AppendAsync(db, audit);
            return true;
        });

    /// <inheritdoc/>
    public Task<SignedInSession?> FindAsync(string id, DateTimeOffset usedAfter) =>
        database.ReadAsync(db => db.FirstAsync(SessionRows.Find(id, usedAfter), SessionRows.ReadWithAccount));

    /// <inheritdoc/>
    public Task TouchAsync(string id, DateTimeOffset usedAt, string from, DateTimeOffset unless) =>
        database.WriteAsync(db => db.ExecuteAsync(SessionRows.Touch(id, usedAt, from, unless)));

    /// <inheritdoc/>
    public Task<ImmutableArray<StaffSession>> ListAsync(PersonId person, DateTimeOffset usedAfter) =>
        database.ReadAsync(db => db.AllAsync(SessionRows.OfPerson(person, usedAfter), SessionRows.Read));

    /// <inheritdoc/>
    public Task<bool> EndAsync(PersonId person, string id, AuditEntry audit) => database.WriteAsync(async db =>
    {
        var found = await db.ExecuteAsync(SessionRows.Delete(person, id)) == 1;
        if (found)
        {
            await PostgresAuditChain.AppendAsync(db, audit);
        }

        return found;
    });

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> EndOthersAsync(PersonId person, string? keep, AuditEntry audit) => database.WriteAsync(async db =>
    {
        var ended = await db.AllAsync(SessionRows.DeleteOthers(person, keep), row => row.GetString(0));
        if (!ended.IsEmpty)
        {
            await PostgresAuditChain.AppendAsync(db, audit);
        }

        return ended;
    });
}
