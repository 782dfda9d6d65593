namespace ConsultCluster.Domain.Tokens;

/// <summary>A token's row. The signed text is never stored.</summary>
/// <param name="Claims">Its claims, as signed.</param>
/// <param name="State">Its state.</param>
/// <param name="IssuedBy">The issuer.</param>
/// <param name="BoundSeatKeyHash">
/// Seat key of the terminal that entered last, which comes back with the token after its expiry; a single-use token admits only that one. Null before first use, and after a
/// WHIP or WHEP session with a token that is not single-use.
/// </param>
/// <param name="FirstUsedAt">When it was first used.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Session">Id of the issuer's session in which it was issued; null when the issuer had none. Kept in the group's state only.</param>
/// <param name="Narrowed">What is left of the claims since an account may do less; null while they stand. Kept in the group's state only.</param>
/// <param name="LeftAt">When its last terminal lost the seat; null while one has a seat, and before first use. Kept in the group's state only.</param>
public sealed record TokenRecord(
    TokenClaims Claims,
    TokenState State,
    PersonId IssuedBy,
    string? BoundSeatKeyHash,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? RevokedAt,
    string? Session = null,
    TokenRights? Narrowed = null,
    DateTimeOffset? LeftAt = null)
{
    /// <summary>What the token is good for now.</summary>
    public TokenRights Rights => Narrowed ?? new TokenRights(Claims.Role, Claims.Permissions);

    /// <summary>True while somebody may enter or come back with it.</summary>
    public bool IsLive => State is TokenState.Issued or TokenState.Used;

    /// <summary>True when the person who holds it issued it: the token with which somebody enters by account.</summary>
    public bool IsOwn => Claims.Person == IssuedBy;
}
