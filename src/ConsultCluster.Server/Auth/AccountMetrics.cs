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
    private readonly Counter<long> _attacks;
    private readonly UpDownCounter<long> _waiting;

    /// <summary>Makes the instruments.</summary>
    public AccountMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _signIns = meter.CreateCounter<long>("sign_in.attempts", "{attempt}", "Attempts to sign in, by outcome: done or a refusal's code.");
        _attacks = meter.CreateCounter<long>("sign_in.attacks", "{alarm}", "Alarms that a name is given wrong passwords, one for a name and ten minutes.");
        _waiting = meter.CreateUpDownCounter<long>("password.checks.waiting", "{check}", "Passwords that are being checked or wait for it.");

        // A series that begins with its first event hides that event from rate().
        _signIns.Add(0, new KeyValuePair<string, object?>("outcome", Done));
        _attacks.Add(0);
        _waiting.Add(0);
    }

    internal void SignIn(string outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Attack() => _attacks.Add(1);

    internal void CheckBegins() => _waiting.Add(1);

    internal void CheckEnds() => _waiting.Add(-1);
}
