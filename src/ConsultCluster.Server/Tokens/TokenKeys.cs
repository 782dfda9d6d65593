using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Tokens;

/// <summary>
/// The signing keys of this installation, shared by all its servers through the store. The active key signs; retired keys only
/// verify, until no token of theirs can be valid.
/// </summary>
public sealed class TokenKeys(ISigningKeyStore store, TimeProvider clock)
{
    /// <summary>How long a retired key still verifies: the longest token life (24 h), and as long again for reconnecting to a held seat.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    /// <summary>A key signs for at most this long after another server has retired it; before it signs later, the keys are read again.</summary>
    public static readonly TimeSpan MaxSigningAge = TimeSpan.FromSeconds(10);

    /// <summary>Shortest time between two reloads, however many tokens name unknown keys.</summary>
    public static readonly TimeSpan MinReloadInterval = TimeSpan.FromSeconds(1);

    private const string PatientSecret = "patient-hash";

    private readonly Lock gate = new();
    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile State state = State.Empty;
    private PatientHasher? hasher;
    private Task? nextReload;
    private long lastReload = clock.GetTimestamp();

    /// <summary>The key that was active when the keys were last read. Throws <see cref="InvalidOperationException"/> before <see cref="LoadAsync"/>.</summary>
    public TokenKey Active => state.Active ?? throw new InvalidOperationException("Signing keys are not loaded yet.");

    /// <summary>Hashes patient information with this installation's secret.</summary>
    public PatientHasher Hasher => hasher ?? throw new InvalidOperationException("The patient secret is not loaded yet.");

    /// <summary>The key of that name, active or retired, among those last read; null when there is none.</summary>
    public TokenKey? Find(string kid) => state.All.GetValueOrDefault(kid);

    /// <summary>The key to sign with now, read again if the last reading is older than <see cref="MaxSigningAge"/>.</summary>
    /// <exception cref="StorageUnavailableException">The keys cannot be read: a key that may be retired does not sign.</exception>
    public async Task<TokenKey> SigningKeyAsync()
    {
        if (clock.GetElapsedTime(state.ReadAt) > MaxSigningAge)
        {
            await ReloadAsync();
        }

        return Active;
    }

    /// <summary>Reads the keys at start-up. Of several servers that start on an empty store, one makes the first key and all use it.</summary>
    public async Task LoadAsync()
    {
        var secret = await store.SecretAsync(PatientSecret, () => RandomNumberGenerator.GetBytes(PatientHasher.KeyLength));
        hasher = new PatientHasher([.. secret]);
        await LoadNowAsync();
        if (state.Active is null)
        {
            await StoreNewAsync(new PersonId(AuditEntry.System), AuditEntry.System, store.AddFirstAsync);
            await LoadNowAsync();
        }
    }

    /// <summary>
    /// Reads the keys again. Callers who ask before the reading starts share it, and it starts no sooner than
    /// <see cref="MinReloadInterval"/> after the one before.
    /// </summary>
    public Task ReloadAsync()
    {
        lock (gate)
        {
            return nextReload ??= Task.Run(DelayedReloadAsync);
        }
    }

    /// <summary>A new key signs from now on; returns its name.</summary>
    public async Task<string> RotateAsync(PersonId by, string from)
    {
        var kid = await StoreNewAsync(by, from, store.RotateAsync);
        await LoadNowAsync();
        return kid;
    }

    private async Task<string> StoreNewAsync(
        PersonId by, string from, Func<string, ImmutableArray<byte>, DateTimeOffset, AuditEntry, Task> save)
    {
        var now = clock.GetUtcNow();
        var key = TokenKey.Create();
        var pkcs8 = key.Export();
        try
        {
            await save(key.Kid, [.. pkcs8], now, new AuditEntry(now, null, by, from, AuditActions.SigningKeyRotated, $$"""{"kid":"{{key.Kid}}"}"""));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }

        return key.Kid;
    }

    private async Task DelayedReloadAsync()
    {
        var wait = MinReloadInterval - clock.GetElapsedTime(Interlocked.Read(ref lastReload));
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock);
        }

        await loading.WaitAsync();
        try
        {
            lock (gate)
            {
                // Whoever asks from now on may have seen a key that this reading misses.
                nextReload = null;
            }

            await ReadAsync();
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task LoadNowAsync()
    {
        await loading.WaitAsync();
        try
        {
            await ReadAsync();
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task ReadAsync()
    {
        var readAt = clock.GetTimestamp();
        Interlocked.Exchange(ref lastReload, readAt);
        var stored = await store.ListAsync();
        var oldest = clock.GetUtcNow() - Retention;
        var kept = stored.Where(k => k.RetiredAt is not { } retired || retired >= oldest).ToArray();
        var keys = kept.ToFrozenDictionary(k => k.Kid, k => Find(k.Kid) ?? TokenKey.Load(k.Pkcs8.AsSpan()), StringComparer.Ordinal);
        var active = kept.FirstOrDefault(k => k.State == SigningKeyState.Active);
        state = new State(active is null ? null : keys[active.Kid], keys, readAt);
        if (kept.Length < stored.Length)
        {
            await store.DeleteRetiredAsync(oldest);
        }
    }

    /// <param name="ReadAt">Timestamp of the clock before the store was asked.</param>
    private sealed record State(TokenKey? Active, FrozenDictionary<string, TokenKey> All, long ReadAt)
    {
        public static State Empty { get; } = new(null, FrozenDictionary<string, TokenKey>.Empty, 0);
    }
}
