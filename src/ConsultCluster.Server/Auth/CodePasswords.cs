using ConsultCluster.Domain;

namespace ConsultCluster.Server.Auth;

/// <summary>Passwords that somebody without an account gives together with a code of the server's console: tries are limited, and so is hashing.</summary>
internal sealed class CodePasswords(StaffPasswords passwords, PasswordWork work, SignInLimits limits)
{
    private static readonly Refusal TooMany = new(RefusalCodes.RequestFlood, "Too many tries; wait a minute.");

    /// <summary>The password's hash, <c>request.too_many</c> or <c>sign_in.busy</c>.</summary>
    /// <param name="network">Of the caller.</param>
    /// <param name="kind">What the code is for; tries of each kind count by themselves.</param>
    public async Task<Outcome<string>> HashAsync(string password, string network, string kind) =>
        limits.TryTake(network, kind) ? await work.RunAsync(() => passwords.Hash(password), isKnown: false) : TooMany;
}
