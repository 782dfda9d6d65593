using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Whip;

/// <summary>
/// Session ids of single-use tokens whose opening failed. Entering bound such a token to the seat key made of that id; only with
/// the same id can it be used again. Kept in this process: a client retries at the address that it has.
/// </summary>
internal sealed class RetryKeys(TimeProvider clock)
{
    private readonly ConcurrentDictionary<TokenId, (string Session, DateTimeOffset Until)> kept = new();

    /// <summary>Keeps the id until the token expires.</summary>
    public void Keep(TokenClaims claims, string session)
    {
        if (!claims.SingleUse)
        {
            return;
        }

        var now = clock.GetUtcNow();
        foreach (var (token, one) in kept)
        {
            if (one.Until <= now)
            {
                kept.TryRemove(token, out _);
            }
        }

        kept[claims.Id] = (session, claims.ExpiresAt);
    }

    /// <summary>Takes the id of the token; null when its last opening did not fail. Of two who ask at once, one gets it.</summary>
    public string? Take(TokenId token) => kept.TryRemove(token, out var one) ? one.Session : null;
}
