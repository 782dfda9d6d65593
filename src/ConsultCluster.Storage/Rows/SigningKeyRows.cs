using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.InteropServices;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Storage.Rows;

/// <summary>Rows of signing keys and secrets. What is secret in them goes through the data key on its way in and out.</summary>
internal sealed class SigningKeyRows(DataKey dataKey)
{
    public const string Columns = "kid, private_key, state, created_at, retired_at";

    public static Statement Retire(DateTimeOffset now) =>
        new("UPDATE signing_keys SET state = 'retired', retired_at = @now WHERE state = 'active'", ("@now", now));

    public static Statement DeleteRetired(DateTimeOffset before) =>
        new("DELETE FROM signing_keys WHERE state = 'retired' AND retired_at < @before", ("@before", before));

    public static Statement FindSecret(string name) => new("SELECT value FROM secrets WHERE name = @name", ("@name", name));

    public static byte[] Box(DbDataReader row) => row.GetFieldValue<byte[]>(0);

    public Statement Insert(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now) => new(
        "INSERT INTO signing_keys (kid, private_key, state, created_at) VALUES (@kid, @key, 'active', @now)",
        ("@kid", kid),
        ("@key", dataKey.Protect(KeyName(kid), pkcs8.AsSpan())),
        ("@now", now));

    /// <summary>Writes nothing when a key is active already: the index signing_keys_one_active holds one row at most.</summary>
    public Statement InsertFirst(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now)
    {
        var insert = Insert(kid, pkcs8, now);
        return insert with { Sql = insert.Sql + " ON CONFLICT DO NOTHING" };
    }

    /// <summary>Writes nothing when somebody else has made the secret meanwhile.</summary>
    public Statement InsertSecret(string name, ReadOnlySpan<byte> secret) => new(
        "INSERT INTO secrets (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING",
        ("@name", name),
        ("@value", dataKey.Protect(SecretName(name), secret)));

    public SigningKey Read(DbDataReader row)
    {
        var kid = row.GetString(0);
        return new SigningKey(
            kid,
            ImmutableCollectionsMarshal.AsImmutableArray(dataKey.Unprotect(KeyName(kid), row.GetFieldValue<byte[]>(1))),
            row.Word<SigningKeyState>(2),
            row.Time(3),
            row.TimeOrNull(4));
    }

    public ImmutableArray<byte> Secret(string name, byte[] box) =>
        ImmutableCollectionsMarshal.AsImmutableArray(dataKey.Unprotect(SecretName(name), box));

    private static string KeyName(string kid) => "signing-key:" + kid;

    private static string SecretName(string name) => "secret:" + name;
}
