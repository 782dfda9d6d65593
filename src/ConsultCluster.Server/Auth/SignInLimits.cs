using System.Threading.RateLimiting;

namespace ConsultCluster.Server.Auth;

/// <summary>Slows guessing down before any password is hashed: per address, and per address and user name.</summary>
public sealed class SignInLimits : IDisposable
{
    /// <summary>A hospital behind one address may start its shift together.</summary>
    private const int PerAddressAndMinute = 120;

    private const int PerUserAndMinute = 20;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, k => new FixedWindowRateLimiterOptions
        {
            PermitLimit = k.Contains('\n', StringComparison.Ordinal) ? PerUserAndMinute : PerAddressAndMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>False when there were too many in the last minute.</summary>
    public bool TryTake(string address, string userName)
    {
        using var byAddress = limiter.AttemptAcquire(address);
        if (!byAddress.IsAcquired)
        {
            return false;
        }

        using var byUser = limiter.AttemptAcquire(address + "\n" + userName.ToUpperInvariant());
        return byUser.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
