using System.Data.Common;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of staff accounts and of the setup code.</summary>
internal static class StaffRows
{
    private const string Columns =
        "id, user_name, display_name, role, password_hash, failed_sign_ins, locked_until, disabled, security_stamp, created_at";

    public static Statement All { get; } = new($"SELECT {Columns} FROM people ORDER BY user_name_key");

    public static Statement CountAdministrators { get; } =
        new("SELECT count(*) FROM people WHERE role = 'administrator' AND NOT disabled");

    public static Statement Find(PersonId person) => new($"SELECT {Columns} FROM people WHERE id = @id", ("@id", person.Value));

    public static Statement FindByUserName(string userName) =>
        new($"SELECT {Columns} FROM people WHERE user_name_key = @key", ("@key", Key(userName)));

    public static Statement Insert(StaffAccount account) => new(
        """
        INSERT INTO people (id, user_name, user_name_key, display_name, role, password_hash, failed_sign_ins, locked_until, disabled,
                            security_stamp, created_at)
        VALUES (@id, @userName, @key, @name, @role, @password, @failed, @locked, @disabled, @stamp, @createdAt)
        """,
        [.. Parameters(account), ("@createdAt", account.CreatedAt)]);

    public static Statement Update(StaffAccount account) => new(
        """
        UPDATE people SET user_name = @userName, user_name_key = @key, display_name = @name, role = @role, password_hash = @password,
               failed_sign_ins = @failed, locked_until = @locked, disabled = @disabled, security_stamp = @stamp
        WHERE id = @id
        """,
        Parameters(account));

    public static Statement CountFailure(PersonId person, int threshold, DateTimeOffset lockedUntil) => new(
        """
        UPDATE people SET locked_until = CASE WHEN failed_sign_ins + 1 >= @threshold THEN @until ELSE locked_until END,
               failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= @threshold THEN 0 ELSE failed_sign_ins + 1 END
        WHERE id = @id
        """,
        ("@id", person.Value),
        ("@threshold", threshold),
        ("@until", lockedUntil));

    public static Statement ClearFailures(PersonId person) =>
        new("UPDATE people SET failed_sign_ins = 0, locked_until = NULL WHERE id = @id", ("@id", person.Value));

    public static Statement SetSetupCode(string codeHash, DateTimeOffset at) => new(
        """
        INSERT INTO setup (id, code_hash, created_at, used_at) VALUES (1, @hash, @at, NULL)
        ON CONFLICT (id) DO UPDATE SET code_hash = @hash, created_at = @at, used_at = NULL
        """,
        ("@hash", codeHash),
        ("@at", at));

    public static Statement UseUpSetupCode(DateTimeOffset at) => new("UPDATE setup SET used_at = @at", ("@at", at));

    public static StaffAccount Read(DbDataReader row) => new(
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

    /// <summary>Two user names are the same when their keys are.</summary>
    private static string Key(string userName) => userName.Trim().Normalize().ToUpperInvariant();

    private static (string Name, object? Value)[] Parameters(StaffAccount account) =>
    [
        ("@id", account.Id.Value),
        ("@userName", account.UserName),
        ("@key", Key(account.UserName)),
        ("@name", account.DisplayName),
        ("@role", Words.Of(account.Role)),
        ("@password", account.PasswordHash),
        ("@failed", account.FailedSignIns),
        ("@locked", account.LockedUntil),
        ("@disabled", account.Disabled),
        ("@stamp", account.SecurityStamp),
    ];
}
