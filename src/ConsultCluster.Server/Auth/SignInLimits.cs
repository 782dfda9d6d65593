using ConsultCluster.Server.Api;
using System.Threading.RateLimiting;

namespace ConsultCluster.Server.Auth;

/// <summary>Slows guessing down before any password is hashed: per network, and per network and user name.</summary>
public sealed class SignInLimits : IDisposable
{
    /// <summary>A hospital behind one address may start its shift together.</summary>
    private const int PerNetworkAndMinute = 120;

    private const int PerUserAndMinute = 20;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, k => new FixedWindowRateLimiterOptions
        {
            PermitLimit = k.Contains('\n', StringComparison.Ordinal) ? PerUserAndMinute : PerNetworkAndMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>False when there were too many in the last minute.</summary>
    /// <param name="network">See <see cref="Caller.NetworkOf"/>.</param>
    /// <param name="userName">In any case.</param>
    public bool TryTake(string network, string userName)
    {
        using var byNetwork = limiter.AttemptAcquire(network);
        if (!byNetwork.IsAcquired)
        {
            return false;
        }

        using var byUser = limiter.AttemptAcquire(network + "\n" + userName.ToUpperInvariant());
        return byUser.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
