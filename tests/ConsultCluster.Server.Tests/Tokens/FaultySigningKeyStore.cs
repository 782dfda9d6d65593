using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Tests.Tokens;

/// <summary>A store of keys that fails or answers late when a test says so, and counts the readings.</summary>
internal sealed class FaultySigningKeyStore(ISigningKeyStore inner) : ISigningKeyStore
{
    private int _lists;

    public bool IsBroken { get; set; }

    /// <summary>Runs after the keys were read and before they are answered.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public int Lists => Volatile.Read(ref _lists);

    public async Task<ImmutableArray<SigningKey>> ListAsync()
    {
        Interlocked.Increment(ref _lists);
        Check();
        var keys = await inner.ListAsync();
        await BeforeAnswer();
        return keys;
    }

    public Task<bool> AddFirstAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit)
    {
        Check();
        return inner.AddFirstAsync(kid, pkcs8, now, audit);
    }

    public Task RotateAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit)
    {
        Check();
        return inner.RotateAsync(kid, pkcs8, now, audit);
    }

    public Task<int> DeleteRetiredAsync(DateTimeOffset before) => inner.DeleteRetiredAsync(before);

    public Task<ImmutableArray<byte>> SecretAsync(string name, Func<byte[]> create) => inner.SecretAsync(name, create);

    private void Check()
    {
        if (IsBroken)
        {
            throw new StorageUnavailableException("The test broke the store.");
        }
    }
}
