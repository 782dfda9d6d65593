using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Staff accounts in PostgreSQL.</summary>
public sealed class PostgresPersonStore(PostgresDatabase database) : IPersonStore
{
    /// <inheritdoc/>
    public Task<StaffAccount?> FindAsync(PersonId person) =>
        database.ReadAsync(db => db.FirstAsync(StaffRows.Find(person), StaffRows.Read));

    /// <inheritdoc/>
    public async Task<StaffAccount?> FindByUserNameAsync(string userName) =>
        // PostgreSQL's text holds no NUL, so nobody has such a name; asking for it would be an error.
        userName.Contains('\0', StringComparison.Ordinal)
            ? null
            : await database.ReadAsync(db => db.FirstAsync(StaffRows.FindByUserName(userName), StaffRows.Read));

    /// <inheritdoc/>
    public Task<ImmutableArray<StaffAccount>> ListAsync() => database.ReadAsync(db => db.AllAsync(StaffRows.All, StaffRows.Read));

    /// <inheritdoc/>
    public Task<bool> AddAsync(StaffAccount account, AuditEntry audit) => UnlessTakenAsync(async db =>
    {
        await db.ExecuteAsync(StaffRows.Insert(account));
        await PostgresAuditChain.AppendAsync(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<AccountUpdate> ChangeAsync(PersonId person, AccountEdit edit, ChangeOrigin origin) =>
        database.WriteAsync(db => ChangeAsync(db, person, edit, origin));

    /// <inheritdoc/>
    public Task<bool> AnyAdministratorAsync() =>
        database.ReadAsync(async db => await db.ScalarAsync<long>(StaffRows.CountAdministrators) > 0);

    /// <inheritdoc/>
    public Task SetSetupCodeAsync(string codeHash, DateTimeOffset at) =>
        database.WriteAsync(db => db.ExecuteAsync(StaffRows.SetSetupCode(codeHash, at)));

    /// <inheritdoc/>
    public async Task<SetupResult> UseSetupCodeAsync(string codeHash, StaffAccount administrator, AuditEntry audit)
    {
        try
        {
            return await database.WriteAsync(db => UseAsync(db, codeHash, administrator, audit));
        }
        catch (PostgresException e) when (PostgresErrors.IsTaken(e))
        {
            return SetupResult.NameTaken;
        }
    }

    /// <inheritdoc/>
    public Task SetRecoveryCodeAsync(PersonId person, string codeHash, DateTimeOffset until, AuditEntry audit) => database.WriteAsync(async db =>
    {
        await db.ExecuteAsync(StaffRows.SetRecoveryCode(person, codeHash, until));
        await PostgresAuditChain.AppendAsync(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<AccountUpdate?> UseRecoveryCodeAsync(string codeHash, NewPassword password, string from, DateTimeOffset at) =>
        database.WriteAsync(async db =>
        {
            // Of two who bring the code at once, the second waits here and finds it deleted.
            var found = StaffRows.FindRecoveryCode(codeHash, at);
            if (await db.FirstAsync(found with { Sql = found.Sql + " FOR UPDATE" }, row => row.GetString(0)) is not { } id)
            {
                return null;
            }

            var person = new PersonId(id);
            await db.ExecuteAsync(StaffRows.DeleteRecoveryCode(person));
            return await ChangeAsync(db, person, new AccountEdit { Password = password }, new ChangeOrigin(person, from, at));
        });

    /// <summary>
    /// Changes of accounts take turns: two administrators who demote each other write different rows, and each would count the other. FOR
    /// UPDATE holds off a session that begins meanwhile.
    /// </summary>
    private static async Task<AccountUpdate> ChangeAsync(NpgsqlConnection db, PersonId person, AccountEdit edit, ChangeOrigin origin)
    {
        await db.ExecuteAsync(PostgresLocks.Take(PostgresLocks.Accounts));
        var find = StaffRows.Find(person);
        var turn = AccountTurn.Of(
            await db.FirstAsync(find with { Sql = find.Sql + " FOR UPDATE" }, StaffRows.Read),
            edit,
            origin,
            await db.ScalarAsync<long>(StaffRows.CountOtherAdministrators(person)));
        foreach (var write in turn.Writes)
        {
            await db.ExecuteAsync(write);
        }

        await PostgresAuditChain.AppendAsync(db, turn.Audit);
        return turn.Update;
    }

    /// <summary>FOR UPDATE: two who bring the code at once take turns, and the second finds it used.</summary>
    private static async Task<SetupResult> UseAsync(NpgsqlConnection db, string codeHash, StaffAccount administrator, AuditEntry audit)
    {
        var code = await db.AllAsync(
            new Statement("SELECT used_at IS NOT NULL FROM setup WHERE code_hash = @hash FOR UPDATE", ("@hash", codeHash)),
            row => row.GetBoolean(0));
        if (code.IsEmpty)
        {
            return SetupResult.WrongCode;
        }

        if (code.Single())
        {
            return SetupResult.AlreadyUsed;
        }

        await db.ExecuteAsync(StaffRows.Insert(administrator));
        await db.ExecuteAsync(StaffRows.UseUpSetupCode(administrator.CreatedAt));
        await PostgresAuditChain.AppendAsync(db, audit);
        return SetupResult.Done;
    }

    private async Task<bool> UnlessTakenAsync(Func<NpgsqlConnection, Task<bool>> write)
    {
        try
        {
            return await database.WriteAsync(write);
        }
        catch (PostgresException e) when (PostgresErrors.IsTaken(e))
        {
            return false;
        }
    }
}
