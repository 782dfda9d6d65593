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
    public Task<AccountUpdate> ChangeAsync(PersonId person, AccountEdit edit, ChangeOrigin origin) =>
        database.WriteAsync(db => Change(db, person, edit, origin));

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

    /// <inheritdoc/>
    public Task SetRecoveryCodeAsync(PersonId person, string codeHash, DateTimeOffset until, AuditEntry audit) => database.WriteAsync(db =>
    {
        db.Execute(StaffRows.SetRecoveryCode(person, codeHash, until));
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<AccountUpdate?> UseRecoveryCodeAsync(string codeHash, NewPassword password, string from, DateTimeOffset at) => database.WriteAsync(db =>
    {
        if (db.First(StaffRows.FindRecoveryCode(codeHash, at), row => row.GetString(0)) is not { } id)
        {
            return null;
        }

        var person = new PersonId(id);
        db.Execute(StaffRows.DeleteRecoveryCode(person));
        return Change(db, person, new AccountEdit { Password = password }, new ChangeOrigin(person, from, at));
    });

    /// <summary>No other writer has the transaction, so what was read stays true until it is written.</summary>
    private static AccountUpdate Change(SqliteConnection db, PersonId person, AccountEdit edit, ChangeOrigin origin)
    {
        var turn = AccountTurn.Of(
            db.First(StaffRows.Find(person), StaffRows.Read), edit, origin, db.Scalar<long>(StaffRows.CountOtherAdministrators(person)));
        foreach (var write in turn.Writes)
        {
            db.Execute(write);
        }

        SqliteAuditChain.Append(db, turn.Audit);
        return turn.Update;
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
