namespace ConsultCluster.Domain.Tokens;

/// <summary>A token's row. The signed text is never stored.</summary>
/// <param name="Claims">Its claims.</param>
/// <param name="State">Its state.</param>
/// <param name="IssuedBy">The issuer.</param>
/// <param name="BoundSeatKeyHash">Seat key of the terminal that a single-use token is bound to; null before first use.</param>
/// <param name="FirstUsedAt">When it was first used.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record TokenRecord(
    TokenClaims Claims,
    TokenState State,
    PersonId IssuedBy,
    string? BoundSeatKeyHash,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? RevokedAt);
