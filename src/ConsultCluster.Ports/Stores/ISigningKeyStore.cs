using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// The keys that sign tokens, encrypted at rest. Throws <see cref="StorageUnavailableException"/> while the database cannot serve.
/// </summary>
public interface ISigningKeyStore
{
    /// <summary>All keys, newest first.</summary>
    Task<ImmutableArray<SigningKey>> ListAsync();

    /// <summary>Adds a key as the active one if no key is active yet, of several servers that try at once for one; false when it was not added.</summary>
    Task<bool> AddFirstAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit);

    /// <summary>Adds a key as the active one and retires the one before, together.</summary>
    Task RotateAsync(string kid, ImmutableArray<byte> pkcs8, DateTimeOffset now, AuditEntry audit);

    /// <summary>Deletes keys that were retired before that moment: no token of theirs is valid any more.</summary>
    Task<int> DeleteRetiredAsync(DateTimeOffset before);

    /// <summary>A secret of the installation (such as the key of the patient hash), made with <paramref name="create"/> at first use.</summary>
    /// <param name="name">1 to 64 characters.</param>
    /// <param name="create">Makes the secret when there is none yet.</param>
    Task<ImmutableArray<byte>> SecretAsync(string name, Func<byte[]> create);
}
