using System.Diagnostics.Metrics;

namespace ConsultCluster.Server.Auth;

/// <summary>Instruments of the meter <c>ConsultCluster.Accounts</c>.</summary>
public sealed class AccountMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ConsultCluster.Accounts";

    /// <summary>Outcome of a sign-in that began a session; all others are refusal codes.</summary>
    public const string Done = "done";

    private readonly Counter<long> _signIns;
    private long _attacks;
    private long _waiting;

    /// <summary>Makes the instruments.</summary>
    public AccountMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _signIns = meter.CreateCounter<long>("sign_in.attempts", "{attempt}", "Attempts to sign in, by outcome: done or a refusal's code.");
        // Observed, so that the series are there from the start: one that begins with its first event hides that event from rate().
        meter.CreateObservableCounter("sign_in.attacks", () => Volatile.Read(ref _attacks), "{alarm}", "Alarms that a name is given wrong passwords, one for a name and ten minutes.");
        meter.CreateObservableUpDownCounter("password.checks.waiting", () => Volatile.Read(ref _waiting), "{check}", "Passwords that are being checked or wait for it.");
    }

    internal void SignIn(string outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Attack() => Interlocked.Increment(ref _attacks);

    internal void CheckBegins() => Interlocked.Increment(ref _waiting);

    internal void CheckEnds() => Interlocked.Decrement(ref _waiting);
}
