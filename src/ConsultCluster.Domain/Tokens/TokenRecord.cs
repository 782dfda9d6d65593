namespace ConsultCluster.Domain.Tokens;

/// <summary>The one row of a token. The signed text itself is never stored.</summary>
/// <param name="Claims">What it says.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IssuedBy">Who ordered it.</param>
/// <param name="BoundSeatKeyHash">Seat key of the terminal that a single-use token is bound to; null before first use.</param>
/// <param name="FirstUsedAt">When it was first entered with.</param>
/// <param name="RevokedAt">When it was taken back.</param>
public sealed record TokenRecord(
    TokenClaims Claims,
    TokenState State,
    PersonId IssuedBy,
    string? BoundSeatKeyHash,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? RevokedAt);
