using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Keys;
using ConsultCluster.Storage.Rows;

namespace ConsultCluster.Storage.Postgres;

/// <summary>Signing keys in PostgreSQL, encrypted with the data key, which all servers of the installation have.</summary>
public sealed class PostgresSigningKeyStore(PostgresDatabase database, DataKey dataKey) : ISigningKeyStore
{
    private static readonly Statement List = new($"SELECT {SigningKeyRows.Columns} FROM signing_keys ORDER BY created_at DESC, added DESC");

    private readonly SigningKeyRows _rows = new(dataKey);

    /// <inheritdoc/>
    public Task<ImmutableArray<SigningKey>> ListAsync() => database.ReadAsync(db => db.AllAsync(List, _rows.Read));

    /// <inheritdoc/>
    public Task<bool> AddFirstAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit) => database.WriteAsync(async db =>
    {
        var added = await db.ExecuteAsync(_rows.InsertFirst(kid, pkcs8, now)) == 1;
        if (added)
        {
            await PostgresAuditChain.AppendAsync(db, audit);
        }

        return added;
    });

    /// <inheritdoc/>
    public Task RotateAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit) => database.WriteAsync(async db =>
    {
        // Every statement of a batch looks at the table anew, so what follows the lock sees what its last holder did.
        await db.ExecuteAsync([PostgresLocks.Take(PostgresLocks.SigningKeys), SigningKeyRows.Retire(now), _rows.Insert(kid, pkcs8, now)]);
        await PostgresAuditChain.AppendAsync(db, audit);
        return true;
    });

    /// <inheritdoc/>
    public Task<int> DeleteRetiredAsync(DateTimeOffset before) =>
        database.WriteAsync(db => db.ExecuteAsync(SigningKeyRows.DeleteRetired(before)));

    /// <inheritdoc/>
    public Task<ImmutableArray<byte>> SecretAsync(string name, Func<byte[]> create) => database.WriteAsync(async db =>
    {
        var find = SigningKeyRows.FindSecret(name);
        if (await db.FirstAsync(find, SigningKeyRows.Box) is { } box)
        {
            return _rows.Secret(name, box);
        }

        // Of two servers at once, one writes; both then read what that one wrote.
        await db.ExecuteAsync(_rows.InsertSecret(name, create()));
        return _rows.Secret(name, (await db.FirstAsync(find, SigningKeyRows.Box))!);
    });
}
