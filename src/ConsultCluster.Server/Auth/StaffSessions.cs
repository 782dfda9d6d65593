using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Sessions of staff, one row each. The cookie has a random secret and the database its hash, so a session that was ended is over wherever the cookie
/// was copied to.
/// </summary>
public sealed partial class StaffSessions(ISessionStore store, IAccountChanges changes, TimeProvider clock, ILogger<StaffSessions> logger)
{
    /// <summary>A shift; a session that is not used for so long is over.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>A use is written this often at most.</summary>
    public static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(5);

    /// <summary>Of one person; the longest unused end.</summary>
    private const int MaxSessions = 50;

    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<string, bool> _touching = new(StringComparer.Ordinal);

    /// <summary>Begins a session; null when the account was disabled or given another password since the password was checked.</summary>
    public async Task<string?> StartAsync(StaffAccount account, SignInOrigin origin)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = clock.GetUtcNow();
        var session = new StaffSession(IdOf(secret), account.Id, now, now, origin.Address, origin.Agent);
        var audit = new AuditEntry(now, null, account.Id, origin.Address, AuditActions.SignedIn, "{}");
        return await store.StartAsync(session, account.PasswordHash, now - Lifetime, MaxSessions, audit) ? secret : null;
    }

    /// <summary>The session of that secret with its account; null when it has ended. Notes the use, some minutes apart, without waiting for it.</summary>
    public async Task<SignedInSession?> FindAsync(string secret, string from)
    {
        var now = clock.GetUtcNow();
        var found = await store.FindAsync(IdOf(secret), now - Lifetime);
        if (found is { Session: var session } && now - session.UsedAt > TouchEvery && _touching.TryAdd(session.Id, true))
        {
            _ = TouchAsync(session.Id, from, now);
        }

        return found;
    }

    /// <summary>A person's sessions, the last used first.</summary>
    public Task<ImmutableArray<StaffSession>> ListAsync(PersonId person) => store.ListAsync(person, clock.GetUtcNow() - Lifetime);

    /// <summary>Ends a session and what hangs on it; false when the person has no such session.</summary>
    /// <param name="action">How it is called in the audit.</param>
    public async Task<bool> EndAsync(PersonId person, string id, PersonId by, string from, string action)
    {
        var audit = new AuditEntry(clock.GetUtcNow(), null, by, from, action, action == AuditActions.SignedOut ? "{}" : Detail(person));
        if (!await store.EndAsync(person, id, audit))
        {
            return false;
        }

        await changes.AnnounceAsync(new AccountChange(person, AccountChangeKind.SessionEnded, id, by, from));
        return true;
    }

    /// <summary>Ends a person's sessions but one, and what hangs on them; returns how many.</summary>
    /// <param name="keep">The session that stays; null ends all.</param>
    public async Task<int> EndOthersAsync(PersonId person, string? keep, PersonId by, string from)
    {
        var ended = await store.EndOthersAsync(
            person, keep, new AuditEntry(clock.GetUtcNow(), null, by, from, AuditActions.SessionEnded, Detail(person)));
        foreach (var id in ended)
        {
            await changes.AnnounceAsync(new AccountChange(person, AccountChangeKind.SessionEnded, id, by, from));
        }

        return ended.Length;
    }

    private static string Detail(PersonId person) => $$"""{"person":"{{person}}"}""";

    private static string IdOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private async Task TouchAsync(string id, string from, DateTimeOffset now)
    {
        try
        {
            await store.TouchAsync(id, now, from, now - TouchEvery);
        }
        catch (Exception e) when (e is StorageUnavailableException or ObjectDisposedException)
        {
            // The next request tries again; the session has hours left.
            LogTouch(e.Message);
        }
        finally
        {
            _touching.TryRemove(id, out _);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The use of a session could not be noted: {Reason}")]
    private partial void LogTouch(string reason);
}
