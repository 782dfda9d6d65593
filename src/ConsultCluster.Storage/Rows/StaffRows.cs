using System.Data.Common;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of staff accounts and of the setup code.</summary>
internal static class StaffRows
{
    /// <summary>How many <see cref="Read"/> takes.</summary>
    public const int ColumnCount = 12;

    private const string OfAdministrators = "role = 'administrator' AND NOT disabled";

    public static Statement All { get; } = new($"SELECT {Columns("people")} FROM people ORDER BY user_name_key");

    public static Statement CountAdministrators { get; } = new($"SELECT count(*) FROM people WHERE {OfAdministrators}");

    public static Statement CountOtherAdministrators(PersonId person) =>
        new($"SELECT count(*) FROM people WHERE {OfAdministrators} AND id <> @id", ("@id", person.Value));

    public static Statement Find(PersonId person) => new($"SELECT {Columns("people")} FROM people WHERE id = @id", ("@id", person.Value));

    public static Statement FindByUserName(string userName) =>
        new($"SELECT {Columns("people")} FROM people WHERE user_name_key = @key", ("@key", Key(userName)));

    public static Statement Insert(StaffAccount account) => new(
        """
        INSERT INTO people (id, user_name, user_name_key, display_name, role, password_hash, disabled, created_at, version, one_time_until,
                            failed_sign_ins, security_stamp)
        VALUES (@id, @userName, @key, @name, @role, @password, @disabled, @createdAt, @version, @oneTimeUntil, 0, '')
        """,
        ("@id", account.Id.Value),
        ("@userName", account.UserName),
        ("@key", Key(account.UserName)),
        ("@name", account.DisplayName),
        ("@role", Words.Of(account.Role)),
        ("@password", account.PasswordHash),
        ("@disabled", account.Disabled),
        ("@createdAt", account.CreatedAt),
        ("@version", account.Version),
        ("@oneTimeUntil", account.OneTimeUntil));

    public static Statement SetSetupCode(string codeHash, DateTimeOffset at) => new(
        """
        INSERT INTO setup (id, code_hash, created_at, used_at) VALUES (1, @hash, @at, NULL)
        ON CONFLICT (id) DO UPDATE SET code_hash = @hash, created_at = @at, used_at = NULL
        """,
        ("@hash", codeHash),
        ("@at", at));

    public static Statement UseUpSetupCode(DateTimeOffset at) => new("UPDATE setup SET used_at = @at", ("@at", at));

    public static Statement SetRecoveryCode(PersonId person, string codeHash, DateTimeOffset until) => new(
        """
        INSERT INTO recovery_codes (person_id, code_hash, good_until) VALUES (@person, @hash, @until)
        ON CONFLICT (person_id) DO UPDATE SET code_hash = @hash, good_until = @until
        """,
        ("@person", person.Value),
        ("@hash", codeHash),
        ("@until", until));

    public static Statement FindRecoveryCode(string codeHash, DateTimeOffset at) => new(
        "SELECT person_id FROM recovery_codes WHERE code_hash = @hash AND good_until > @at", ("@hash", codeHash), ("@at", at));

    public static Statement DeleteRecoveryCode(PersonId person) =>
        new("DELETE FROM recovery_codes WHERE person_id = @person", ("@person", person.Value));

    public static StaffAccount Read(DbDataReader row) => new(
        new PersonId(row.GetString(0)),
        row.GetString(1),
        row.GetString(2),
        row.Word<StaffRole>(3),
        row.GetString(4),
        row.GetBoolean(5),
        row.Time(6))
    {
        Version = row.GetInt64(7),
        OneTimeUntil = row.TimeOrNull(8),
        Reset = row.TextOrNull(9) is { } by ? new PasswordReset(new PersonId(by), row.Time(10), row.GetBoolean(11)) : null,
    };

    /// <summary>The columns of an account.</summary>
    /// <param name="table">Name of the table in the statement.</param>
    public static string Columns(string table) => string.Join(
        ", ",
        new[]
        {
            "id", "user_name", "display_name", "role", "password_hash", "disabled", "created_at", "version", "one_time_until", "reset_by",
            "reset_at", "reset_seen",
        }.Select(column => $"{table}.{column}"));

    /// <summary>Two user names are the same when their keys are.</summary>
    private static string Key(string userName) => userName.Trim().Normalize().ToUpperInvariant();
}
