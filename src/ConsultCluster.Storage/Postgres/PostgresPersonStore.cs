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
    public Task<bool> UpdateAsync(StaffAccount account, AuditEntry audit) => UnlessTakenAsync(async db =>
    {
        var found = await db.ExecuteAsync(StaffRows.Update(account)) == 1;
        if (found)
        {
            await PostgresAuditChain.AppendAsync(db, audit);
        }

        return found;
    });

    /// <inheritdoc/>
    public Task<StaffAccount?> RecordSignInFailureAsync(PersonId person, int threshold, DateTimeOffset lockedUntil, AuditEntry audit) =>
        database.WriteAsync(async db =>
        {
            await db.ExecuteAsync(StaffRows.CountFailure(person, threshold, lockedUntil));
            var after = await db.FirstAsync(StaffRows.Find(person), StaffRows.Read);
            await PostgresAuditChain.AppendAsync(db, audit);
            return after;
        });

    /// <inheritdoc/>
    public Task RecordSignInAsync(PersonId person, AuditEntry audit) => database.WriteAsync(async db =>
    {
        await db.ExecuteAsync(StaffRows.ClearFailures(person));
        await PostgresAuditChain.AppendAsync(db, audit);
        return true;
    });

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
