namespace ConsultCluster.Domain.Tokens;

/// <summary>A token's row. The signed text is never stored.</summary>
/// <param name="Claims">Its claims, as signed.</param>
/// <param name="State">Its state.</param>
/// <param name="IssuedBy">The issuer.</param>
/// <param name="BoundSeatKeyHash">Seat key of the terminal that a single-use token is bound to; null before first use.</param>
/// <param name="FirstUsedAt">When it was first used.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Session">Id of the issuer's session in which it was issued; null when the issuer had none. Kept in the group's state only.</param>
/// <param name="Narrowed">What is left of the claims since an account may do less; null while they stand. Kept in the group's state only.</param>
public sealed record TokenRecord(
    TokenClaims Claims,
    TokenState State,
    PersonId IssuedBy,
    string? BoundSeatKeyHash,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? RevokedAt,
    string? Session = null,
    TokenRights? Narrowed = null)
{
    /// <summary>What the token is good for now.</summary>
    public TokenRights Rights => Narrowed ?? new TokenRights(Claims.Role, Claims.Permissions);

    /// <summary>True until it was revoked or has expired.</summary>
    public bool IsLive => State is TokenState.Issued or TokenState.Used;

    /// <summary>True when the person who holds it issued it: the token with which somebody enters by account.</summary>
    public bool IsOwn => Claims.Person == IssuedBy;
}
