using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Staff accounts in SQLite.</summary>
public sealed class SqlitePersonStore(SqliteDatabase database) : IPersonStore
{
    /// <inheritdoc/>
    public Task<StaffAccount?> FindAsync(PersonId person) => database.ReadAsync(db => db.First(StaffRows.Find(person), StaffRows.Read));

    /// <inheritdoc/>
    public Task<StaffAccount?> FindByUserNameAsync(string userName) =>
        database.ReadAsync(db => db.First(StaffRows.FindByUserName(userName), StaffRows.Read));

    /// <inheritdoc/>
    public Task<ImmutableArray<StaffAccount>> ListAsync() => database.ReadAsync(db => db.All(StaffRows.All, StaffRows.Read));

    /// <inheritdoc/>
    public Task<bool> AddAsync(StaffAccount account, AuditEntry audit) => UnlessTakenAsync(db =>
    {
        db.Execute(StaffRows.Insert(account));
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> UpdateAsync(StaffAccount account, AuditEntry audit) => UnlessTakenAsync(db =>
    {
        var found = db.Execute(StaffRows.Update(account)) == 1;
        if (found)
        {
            SqliteAuditChain.Append(db, audit);
        }

        return found;
    });

    /// <inheritdoc/>
    public Task<StaffAccount?> RecordSignInFailureAsync(PersonId person, int threshold, DateTimeOffset lockedUntil, AuditEntry audit) =>
        database.WriteAsync(db =>
        {
            db.Execute(StaffRows.CountFailure(person, threshold, lockedUntil));
            SqliteAuditChain.Append(db, audit);
            return db.First(StaffRows.Find(person), StaffRows.Read);
        });

    /// <inheritdoc/>
    public Task RecordSignInAsync(PersonId person, AuditEntry audit) => database.WriteAsync(db =>
    {
        db.Execute(StaffRows.ClearFailures(person));
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> AnyAdministratorAsync() => database.ReadAsync(db => db.Scalar<long>(StaffRows.CountAdministrators) > 0);

    /// <inheritdoc/>
    public Task SetSetupCodeAsync(string codeHash, DateTimeOffset at) =>
        database.WriteAsync(db => db.Execute(StaffRows.SetSetupCode(codeHash, at)));

    /// <inheritdoc/>
    public async Task<SetupResult> UseSetupCodeAsync(string codeHash, StaffAccount administrator, AuditEntry audit)
    {
        try
        {
            return await database.WriteAsync(db => Use(db, codeHash, administrator, audit));
        }
        catch (SqliteException e) when (SqliteErrors.IsConstraint(e))
        {
            return SetupResult.NameTaken;
        }
    }

    private static SetupResult Use(SqliteConnection db, string codeHash, StaffAccount administrator, AuditEntry audit)
    {
        var used = db.First(new Statement("SELECT used_at FROM setup WHERE code_hash = @hash", ("@hash", codeHash)), row => row.TextOrNull(0) ?? string.Empty);
        if (used is null)
        {
            return SetupResult.WrongCode;
        }

        if (used.Length > 0)
        {
            return SetupResult.AlreadyUsed;
        }

        db.Execute(StaffRows.Insert(administrator));
        db.Execute(StaffRows.UseUpSetupCode(administrator.CreatedAt));
        SqliteAuditChain.Append(db, audit);
        return SetupResult.Done;
    }

    private async Task<bool> UnlessTakenAsync(Func<SqliteConnection, bool> write)
    {
        try
        {
            return await database.WriteAsync(write);
        }
        catch (SqliteException e) when (SqliteErrors.IsConstraint(e))
        {
            return false;
        }
    }
}
