using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Engine.Stores;
using ConsultCluster.Storage.Keys;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Signing keys in SQLite, encrypted with the data key.</summary>
public sealed class SqliteSigningKeyStore(SqliteDatabase database, DataKey dataKey) : ISigningKeyStore
{
    /// <inheritdoc/>
    public Task<ImmutableArray<SigningKey>> ListAsync() => database.ReadAsync(db => db.All(
        "SELECT kid, private_key, state, created_at, retired_at FROM signing_keys ORDER BY created_at DESC, rowid DESC",
        Read));

    /// <inheritdoc/>
    public Task RotateAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit) => database.WriteAsync(db =>
    {
        db.Execute("UPDATE signing_keys SET state = 'retired', retired_at = $now WHERE state = 'active'", ("$now", SqliteValues.Text(now)));
        db.Execute(
            "INSERT INTO signing_keys (kid, private_key, state, created_at) VALUES ($kid, $key, 'active', $now)",
            ("$kid", kid),
            ("$key", dataKey.Protect(KeyName(kid), pkcs8.AsSpan())),
            ("$now", SqliteValues.Text(now)));
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<int> DeleteRetiredAsync(DateTimeOffset before) => database.WriteAsync(db => db.Execute(
        "DELETE FROM signing_keys WHERE state = 'retired' AND retired_at < $before",
        ("$before", SqliteValues.Text(before))));

    /// <inheritdoc/>
    public Task<ImmutableArray<byte>> SecretAsync(string name, Func<byte[]> create) => database.WriteAsync(db =>
    {
        var box = db.First("SELECT value FROM secrets WHERE name = $name", row => row.GetFieldValue<byte[]>(0), ("$name", name));
        if (box is not null)
        {
            return ImmutableCollectionsMarshal.AsImmutableArray(dataKey.Unprotect(SecretName(name), box));
        }

        var secret = create();
        db.Execute("INSERT INTO secrets (name, value) VALUES ($name, $value)", ("$name", name), ("$value", dataKey.Protect(SecretName(name), secret)));
        return ImmutableArray.Create(secret);
    });

    private static string KeyName(string kid) => "signing-key:" + kid;

    private static string SecretName(string name) => "secret:" + name;

    private SigningKey Read(SqliteDataReader row)
    {
        var kid = row.GetString(0);
        return new SigningKey(
            kid,
            ImmutableCollectionsMarshal.AsImmutableArray(dataKey.Unprotect(KeyName(kid), row.GetFieldValue<byte[]>(1))),
            row.Word<SigningKeyState>(2),
            row.Time(3),
            row.TimeOrNull(4));
    }
}
