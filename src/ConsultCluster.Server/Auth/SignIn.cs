using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Api;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Checks user name and password, and begins a session. Unknown names, wrong passwords and disabled accounts get the same answer after the same
/// work, so that nobody can find out who has an account. Nobody can lock out anybody else: see <see cref="SignInThrottle"/>.
/// </summary>
public sealed class SignIn(
    IPersonStore people,
    StaffSessions sessions,
    StaffPasswords passwords,
    PasswordWork work,
    KnownDevices devices,
    SignInLimits limits,
    SignInThrottle throttle,
    SignInWatch watch,
    AccountMetrics metrics,
    DemoAccounts demo,
    TimeProvider clock)
{
    private const int MaxLength = 256;

    private static readonly Refusal Failed = new(RefusalCodes.SignInFailed, "User name or password is wrong.");
    private static readonly Refusal Flood = new(RefusalCodes.RequestFlood, "Too many sign-ins; wait a minute.");
    private static readonly Refusal Expired = new(
        RefusalCodes.PasswordExpired, "This one-time password is no longer good; ask an administrator for another one.");

    /// <summary>The session, or a refusal.</summary>
    public async Task<SignInResult> CheckAsync(string userName, string password, SignInOrigin origin)
    {
        var result = await CheckedAsync(userName, password, origin);
        metrics.SignIn(result.Refusal?.Code ?? AccountMetrics.Done);
        if (result.Refusal is { Code: RefusalCodes.RequestFlood or RefusalCodes.SignInDelayed or RefusalCodes.SignInBusy } limit)
        {
            await watch.LimitedAsync(limit.Code, origin.Address);
        }

        return result;
    }

    private async Task<SignInResult> CheckedAsync(string userName, string password, SignInOrigin origin)
    {
        if (userName.Length > MaxLength || password.Length > MaxLength)
        {
            return SignInResult.Refuse(Failed);
        }

        var account = await people.FindByUserNameAsync(userName);
        var device = devices.DeviceOf(origin.DeviceCookie, account?.Id);
        if (device is null && !limits.TryTake(origin.Network, userName))
        {
            return SignInResult.Refuse(Flood);
        }

        var name = account?.Id.Value ?? "name " + userName.ToUpperInvariant();
        var source = device is null ? "network " + origin.Network : "device " + device;
        var wait = throttle.Begin(name, source, clock.GetUtcNow());
        if (wait > TimeSpan.Zero)
        {
            return SignInResult.Delay(wait);
        }

        var check = await work.RunAsync(() => passwords.Check(account, password), device is not null);
        if (!check.Succeeded)
        {
            throttle.Undo(name, source, clock.GetUtcNow());
            return SignInResult.Refuse(check.Refusal);
        }

        if (account is null || !check.Value.IsRight || account.Disabled || !demo.MaySignIn(account))
        {
            await watch.FailedAsync(account, origin.Address);
            return SignInResult.Refuse(Failed);
        }

        throttle.Succeed(name, source);
        return account.OneTimeUntil < clock.GetUtcNow() ? SignInResult.Refuse(Expired) : await StartAsync(account, origin);
    }

    private async Task<SignInResult> StartAsync(StaffAccount account, SignInOrigin origin)
    {
        var secret = await sessions.StartAsync(account, origin);
        return secret is null
            ? SignInResult.Refuse(Failed)
            : new SignInResult(new StartedSession(account, secret, devices.Remember(origin.DeviceCookie, account.Id)), null, null);
    }
}

/// <summary>Where somebody signs in from.</summary>
/// <param name="Address">Network address, for the audit.</param>
/// <param name="Network">What the address stands for, see <see cref="Caller.NetworkOf"/>.</param>
/// <param name="Agent">Family of the browser.</param>
/// <param name="DeviceCookie">As the browser sent it; null without one.</param>
public sealed record SignInOrigin(string Address, string Network, string Agent, string? DeviceCookie);

/// <summary>A session that begins.</summary>
/// <param name="Secret">For the cookie; kept nowhere else.</param>
/// <param name="DeviceCookie">For the browser to be known by.</param>
public sealed record StartedSession(StaffAccount Account, string Secret, string DeviceCookie);

/// <summary>How an attempt ended.</summary>
/// <param name="Started">The session; null when refused.</param>
/// <param name="Refusal">Why not.</param>
/// <param name="RetryAfter">How long to wait before the next attempt is checked; null for no delay.</param>
public sealed record SignInResult(StartedSession? Started, Refusal? Refusal, TimeSpan? RetryAfter)
{
    internal static SignInResult Refuse(Refusal refusal) => new(null, refusal, null);

    internal static SignInResult Delay(TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(null, new Refusal(RefusalCodes.SignInDelayed, $"Too many failed sign-ins from here; try again in {seconds} s."), TimeSpan.FromSeconds(seconds));
    }
}
