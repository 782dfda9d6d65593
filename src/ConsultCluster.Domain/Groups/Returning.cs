using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// A token's expiry governs the first entrance. Who has been in comes back after it: a terminal by its seat key until the token is revoked or the group ends; an encoder or a
/// player, which has no key, while its last session is recent (<see cref="GroupRules.MediaReturn"/>).
/// </summary>
public static class Returning
{
    internal static Refusal Expired { get; } = new(RefusalCodes.TokenExpired, "This link or token has expired. Ask for a new one.");

    /// <summary>Refuses a token with which nobody may enter any more. It is for callers that know the token and not yet the seat key; entering decides.</summary>
    public static Outcome CheckReturn(this Group group, TokenId token, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (Guards.NotOpen(group) is { } refusal)
        {
            return refusal;
        }

        var record = group.TokenOf(token);
        return record is { State: TokenState.Used } && !(group.EndOf(record) <= now) ? Outcome.Done

            // A group document from before expired tokens stayed used.
            : record is { State: TokenState.Expired } && group.HasSeat(record) ? Outcome.Done
            : Expired;
    }

    /// <summary>True when the token still lets this terminal take a seat.</summary>
    internal static bool MayTakeSeat(this Group group, TokenRecord token, Entry entry, DateTimeOffset now)
    {
        if (token.State == TokenState.Expired)
        {
            return false;
        }

        if (token.Claims.ExpiresAt > now)
        {
            return true;
        }

        return token.BoundSeatKeyHash is { } bound
            ? string.Equals(bound, entry.SeatKeyHash, StringComparison.Ordinal)
            : token.State == TokenState.Used && entry.IsMediaOnly && !(group.EndOf(token) <= now);
    }

    /// <summary>When the token ends by itself; null while its terminal has a seat or may always come back, and when it has ended.</summary>
    internal static DateTimeOffset? EndOf(this Group group, TokenRecord token) => token.State switch
    {
        TokenState.Issued => token.Claims.ExpiresAt,
        TokenState.Used when token.BoundSeatKeyHash is null && !group.HasSeat(token) => Later(token.Claims.ExpiresAt, token.LeftAt + group.Rules.MediaReturn),
        _ => null,
    };

    internal static bool HasSeat(this Group group, TokenRecord token) => group.Seats.Any(seat => seat.Member.Token == token.Claims.Id);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
