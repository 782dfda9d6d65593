using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Records refused sign-ins, one entry for a name and minute, and raises an alarm when an account is given wrong passwords: log, counter and audit,
/// once for an account and ten minutes.
/// </summary>
public sealed partial class SignInWatch(IAuditStore audits, AccountMetrics metrics, TimeProvider clock, ILogger<SignInWatch> logger)
{
    /// <summary>Wrong passwords within <see cref="Window"/> that nobody gives by mistake.</summary>
    public const int AlarmAt = 10;

    /// <summary>Within which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const string UnknownName = "unknown name";

    private readonly OncePer _entries = new(TimeSpan.FromMinutes(1));
    private readonly Lock _gate = new();
    private readonly Dictionary<PersonId, int> _failures = [];
    private long _window;

    /// <summary>Records a wrong password.</summary>
    /// <param name="account">Whose; null for a name without an account.</param>
    /// <param name="from">Network address.</param>
    public async Task FailedAsync(StaffAccount? account, string from)
    {
        var now = clock.GetUtcNow();
        var (by, reason) = account is null ? (new PersonId(AuditEntry.System), $$"""{"reason":"{{UnknownName}}"}""") : (account.Id, "{}");
        if (_entries.TryPass(account?.Id.Value ?? UnknownName, now))
        {
            await audits.AppendAsync(new AuditEntry(now, null, by, from, AuditActions.SignInFailed, reason));
        }

        if (account is not null && Count(account.Id, now) == AlarmAt)
        {
            metrics.Attack();
            LogAttack(account.Id, AlarmAt, Window.TotalMinutes, from);
            await audits.AppendAsync(new AuditEntry(
                now, null, account.Id, from, AuditActions.SignInAttacked, $$"""{"failures":{{AlarmAt}},"minutes":{{(int)Window.TotalMinutes}}}"""));
        }
    }

    /// <summary>Records that a limit refused sign-ins unchecked, once for a limit and minute.</summary>
    /// <param name="code">The refusal's code.</param>
    public async Task LimitedAsync(string code, string from)
    {
        var now = clock.GetUtcNow();
        if (_entries.TryPass("limit " + code, now))
        {
            await audits.AppendAsync(new AuditEntry(
                now, null, new PersonId(AuditEntry.System), from, AuditActions.SignInLimited, $$"""{"limit":"{{code}}"}"""));
        }
    }

    /// <summary>Failures of that account in this window; there are no more accounts than administrators made.</summary>
    private int Count(PersonId person, DateTimeOffset now)
    {
        lock (_gate)
        {
            var window = now.UtcTicks / Window.Ticks;
            if (window != _window)
            {
                _window = window;
                _failures.Clear();
            }

            return _failures[person] = _failures.GetValueOrDefault(person) + 1;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The account {Person} was given {Failures} wrong passwords within {Minutes} minutes, the last from {From}; nobody is locked out")]
    private partial void LogAttack(PersonId person, int failures, double minutes, string from);
}
