using System.Threading.RateLimiting;
using ConsultCluster.Domain;

namespace ConsultCluster.Server.Tokens;

/// <summary>
/// How often one token connects, over the hub, WHIP and WHEP together: each time costs entries of the record and notices to everybody inside.
/// </summary>
internal sealed class TokenConnects : IDisposable
{
    /// <summary>At once, and per second in the long run. A terminal in a bad network tries again every second or two.</summary>
    public const int Burst = 40;

    private const int PerSecond = 2;

    private readonly PartitionedRateLimiter<TokenId> _limiter = PartitionedRateLimiter.Create<TokenId, TokenId>(token =>
        RateLimitPartition.GetTokenBucketLimiter(token, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <summary>What one that connects too often is told.</summary>
    public static Refusal TooOften { get; } = new(RefusalCodes.RequestFlood, "This link or token connects too often. Wait a minute.");

    /// <summary>False when that token has connected too often.</summary>
    public bool TryTake(TokenId token)
    {
        using var lease = _limiter.AttemptAcquire(token);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
