using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Sqlite;

/// <summary>Signing keys in SQLite, encrypted with the data key.</summary>
public sealed class SqliteSigningKeyStore(SqliteDatabase database, DataKey dataKey) : ISigningKeyStore
{
    private static readonly Statement List = new($"SELECT {SigningKeyRows.Columns} FROM signing_keys ORDER BY created_at DESC, rowid DESC");

    private readonly SigningKeyRows _rows = new(dataKey);

    /// <inheritdoc/>
    public Task<ImmutableArray<SigningKey>> ListAsync() => database.ReadAsync(db => db.All(List, _rows.Read));

    /// <inheritdoc/>
    public Task<bool> AddFirstAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit) => database.WriteAsync(db =>
    {
        var added = db.Execute(_rows.InsertFirst(kid, pkcs8, now)) == 1;
        if (added)
        {
            SqliteAuditChain.Append(db, audit);
        }

        return added;
    });

    /// <inheritdoc/>
    public Task RotateAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit) => database.WriteAsync(db =>
    {
        db.Execute(SigningKeyRows.Retire(now));
        db.Execute(_rows.Insert(kid, pkcs8, now));
        SqliteAuditChain.Append(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<int> DeleteRetiredAsync(DateTimeOffset before) => database.WriteAsync(db => db.Execute(SigningKeyRows.DeleteRetired(before)));

    /// <inheritdoc/>
    public Task<ImmutableArray<byte>> SecretAsync(string name, Func<byte[]> create) => database.WriteAsync(db =>
    {
        if (db.First(SigningKeyRows.FindSecret(name), SigningKeyRows.Box) is { } box)
        {
            return _rows.Secret(name, box);
        }

        var secret = create();
        db.Execute(_rows.InsertSecret(name, secret));
        return ImmutableArray.Create(secret);
    });
}
