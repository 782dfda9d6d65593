using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Tokens;

/// <summary>The keys of this installation: the newest signs, older ones only verify until no token of theirs can live.</summary>
public sealed class TokenKeys(ISigningKeyStore store, TimeProvider clock)
{
    /// <summary>How long a retired key still verifies: the longest token life (24 h), and as long again for reconnecting to a held seat.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    private const string PatientSecret = "patient-hash";

    private volatile State state = new(null, null, FrozenDictionary<string, TokenKey>.Empty);

    /// <summary>The key that signs. Throws <see cref="InvalidOperationException"/> before <see cref="LoadAsync"/>.</summary>
    public TokenKey Active => state.Active ?? throw new InvalidOperationException("Signing keys are not loaded yet.");

    /// <summary>Hashes patient information with this installation's secret.</summary>
    public PatientHasher Hasher => state.Hasher ?? throw new InvalidOperationException("The patient secret is not loaded yet.");

    /// <summary>The key of that name, active or retired; null when there is none.</summary>
    public TokenKey? Find(string kid) => state.All.GetValueOrDefault(kid);

    /// <summary>Loads all keys, makes the first one, forgets those that are past <see cref="Retention"/>.</summary>
    public async Task LoadAsync()
    {
        await store.DeleteRetiredAsync(clock.GetUtcNow() - Retention);
        var stored = await store.ListAsync();
        if (!stored.Any(k => k.State == SigningKeyState.Active))
        {
            await RotateAsync(new PersonId(AuditEntry.System), AuditEntry.System);
            return;
        }

        var keys = stored.ToFrozenDictionary(k => k.Kid, k => TokenKey.Load(k.Pkcs8.AsSpan()), StringComparer.Ordinal);
        var secret = await store.SecretAsync(PatientSecret, () => RandomNumberGenerator.GetBytes(PatientHasher.KeyLength));
        state = new State(keys[stored.First(k => k.State == SigningKeyState.Active).Kid], new PatientHasher([.. secret]), keys);
    }

    /// <summary>A new key signs from now on; returns its name.</summary>
    public async Task<string> RotateAsync(PersonId by, string from)
    {
        var now = clock.GetUtcNow();
        var key = TokenKey.Create();
        var pkcs8 = key.Export();
        try
        {
            var audit = new AuditEntry(now, null, by, from, AuditActions.SigningKeyRotated, $$"""{"kid":"{{key.Kid}}"}""");
            await store.RotateAsync(key.Kid, [.. pkcs8], now, audit);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }

        await LoadAsync();
        return key.Kid;
    }

    private sealed record State(TokenKey? Active, PatientHasher? Hasher, FrozenDictionary<string, TokenKey> All);
}
