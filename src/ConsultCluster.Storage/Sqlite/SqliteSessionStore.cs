using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Sessions of staff in SQLite.</summary>
public sealed class SqliteSessionStore(SqliteDatabase database) : ISessionStore
{
    /// <inheritdoc/>
    public Task<bool> StartAsync(StaffSession session, string passwordHash, DateTimeOffset expired, int most, AuditEntry audit) =>
        database.WriteAsync(db =>
        {
            var account = db.First(StaffRows.Find(session.Person), StaffRows.Read);
            if (account is null || account.Disabled || account.PasswordHash != passwordHash)
            {
                return false;
            }

            db.Execute(SessionRows.DeleteExpired(expired));
            db.Execute(SessionRows.Insert(session));
            db.Execute(SessionRows.DeleteSurplus(session.Person, most));
            SqliteAuditChain.Append(db, audit);
            return true;
        });

    /// <inheritdoc/>
    public Task<SignedInSession?> FindAsync(string id, DateTimeOffset usedAfter) =>
        database.ReadAsync(db => db.First(SessionRows.Find(id, usedAfter), SessionRows.ReadWithAccount));

    /// <inheritdoc/>
    public Task TouchAsync(string id, DateTimeOffset usedAt, string from, DateTimeOffset unless) =>
        database.WriteAsync(db => db.Execute(SessionRows.Touch(id, usedAt, from, unless)));

    /// <inheritdoc/>
    public Task<ImmutableArray<StaffSession>> ListAsync(PersonId person, DateTimeOffset usedAfter) =>
        database.ReadAsync(db => db.All(SessionRows.OfPerson(person, usedAfter), SessionRows.Read));

    /// <inheritdoc/>
    public Task<bool> EndAsync(PersonId person, string id, AuditEntry audit) => database.WriteAsync(db =>
    {
        var found = db.Execute(SessionRows.Delete(person, id)) == 1;
        if (found)
        {
            SqliteAuditChain.Append(db, audit);
        }

        return found;
    });

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> EndOthersAsync(PersonId person, string? keep, AuditEntry audit) => database.WriteAsync(db =>
    {
        var ended = db.All(SessionRows.DeleteOthers(person, keep), row => row.GetString(0));
        if (!ended.IsEmpty)
        {
            SqliteAuditChain.Append(db, audit);
        }

        return ended;
    });
}
