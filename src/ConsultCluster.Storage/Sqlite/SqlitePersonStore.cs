using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Engine.Stores;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Staff accounts in SQLite.</summary>
public sealed class SqlitePersonStore(SqliteDatabase database) : IPersonStore
{
    private const string Columns =
        "id, user_name, display_name, role, password_hash, failed_sign_ins, locked_until, disabled, security_stamp, created_at";

    /// <inheritdoc/>
    public Task<StaffAccount?> FindAsync(PersonId person) => database.ReadAsync(db => Find(db, person));

    /// <inheritdoc/>
    public Task<StaffAccount?> FindByUserNameAsync(string userName) => database.ReadAsync(db =>
        db.First($"SELECT {Columns} FROM people WHERE user_name_key = $key", Read, ("$key", Key(userName))));

    /// <inheritdoc/>
    public Task<ImmutableArray<StaffAccount>> ListAsync() => database.ReadAsync(db =>
        db.All($"SELECT {Columns} FROM people ORDER BY user_name_key", Read));

    /// <inheritdoc/>
    public Task<bool> AddAsync(StaffAccount account, AuditEntry audit) => UnlessTakenAsync(db =>
    {
        Insert(db, account);
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> UpdateAsync(StaffAccount account, AuditEntry audit) => UnlessTakenAsync(db =>
    {
        var found = db.Execute(
            """
            UPDATE people SET user_name = $userName, user_name_key = $key, display_name = $name, role = $role, password_hash = $password,
                   failed_sign_ins = $failed, locked_until = $locked, disabled = $disabled, security_stamp = $stamp
            WHERE id = $id
            """,
            Parameters(account)) == 1;
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
            db.Execute(
                """
                UPDATE people SET locked_until = CASE WHEN failed_sign_ins + 1 >= $threshold THEN $until ELSE locked_until END,
                       failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= $threshold THEN 0 ELSE failed_sign_ins + 1 END
                WHERE id = $id
                """,
                ("$id", person.Value),
                ("$threshold", threshold),
                ("$until", SqliteValues.Text(lockedUntil)));
            SqliteAuditChain.Append(db, audit);
            return Find(db, person);
        });

    /// <inheritdoc/>
    public Task RecordSignInAsync(PersonId person, AuditEntry audit) => database.WriteAsync(db =>
    {
        db.Execute("UPDATE people SET failed_sign_ins = 0, locked_until = NULL WHERE id = $id", ("$id", person.Value));
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> AnyAdministratorAsync() => database.ReadAsync(db =>
        db.Scalar<long>("SELECT count(*) FROM people WHERE role = 'administrator' AND disabled = 0") > 0);

    /// <inheritdoc/>
    public Task SetSetupCodeAsync(string codeHash, DateTimeOffset at) => database.WriteAsync(db => db.Execute(
        """
        INSERT INTO setup (id, code_hash, created_at, used_at) VALUES (1, $hash, $at, NULL)
        ON CONFLICT (id) DO UPDATE SET code_hash = $hash, created_at = $at, used_at = NULL
        """,
        ("$hash", codeHash),
        ("$at", SqliteValues.Text(at))));

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
        var known = db.First("SELECT used_at FROM setup WHERE code_hash = $hash", row => row.TextOrNull(0) ?? string.Empty, ("$hash", codeHash));
        if (known is null)
        {
            return SetupResult.WrongCode;
        }

        if (known.Length > 0)
        {
            return SetupResult.AlreadyUsed;
        }

        Insert(db, administrator);
        db.Execute("UPDATE setup SET used_at = $at", ("$at", SqliteValues.Text(administrator.CreatedAt)));
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

    private static StaffAccount? Find(SqliteConnection db, PersonId person) =>
        db.First($"SELECT {Columns} FROM people WHERE id = $id", Read, ("$id", person.Value));

    private static void Insert(SqliteConnection db, StaffAccount account) => db.Execute(
        """
        INSERT INTO people (id, user_name, user_name_key, display_name, role, password_hash, failed_sign_ins, locked_until, disabled,
                            security_stamp, created_at)
        VALUES ($id, $userName, $key, $name, $role, $password, $failed, $locked, $disabled, $stamp, $createdAt)
        """,
        [.. Parameters(account), ("$createdAt", SqliteValues.Text(account.CreatedAt))]);

    private static (string Name, object? Value)[] Parameters(StaffAccount account) =>
    [
        ("$id", account.Id.Value),
        ("$userName", account.UserName),
        ("$key", Key(account.UserName)),
        ("$name", account.DisplayName),
        ("$role", SqliteValues.Word(account.Role)),
        ("$password", account.PasswordHash),
        ("$failed", account.FailedSignIns),
        ("$locked", SqliteValues.Text(account.LockedUntil)),
        ("$disabled", account.Disabled),
        ("$stamp", account.SecurityStamp),
    ];

    private static string Key(string userName) => userName.Trim().Normalize().ToUpperInvariant();

    private static StaffAccount Read(SqliteDataReader row) => new(
        new PersonId(row.GetString(0)),
        row.GetString(1),
        row.GetString(2),
        row.Word<StaffRole>(3),
        row.GetString(4),
        row.GetInt32(5),
        row.TimeOrNull(6),
        row.GetBoolean(7),
        row.GetString(8),
        row.Time(9));
}
