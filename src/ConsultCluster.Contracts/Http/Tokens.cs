namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/consultations/{groupId}/tokens: a token for another person, usually a guest link.</summary>
/// <param name="TerminalKind"><c>browser</c> (default), <c>whip</c>, <c>whep</c> or <c>device</c>.</param>
/// <param name="Permissions">Null for the role's default permissions.</param>
/// <param name="LifetimeSeconds">60 to 86,400; null is 900 for a browser and 43,200 for other kinds.</param>
/// <param name="RequestId">
/// 1 to 64 of <c>A-Z a-z 0-9 _ -</c>. Repeating the id from the same account returns the same token. Null always issues
/// a new token.
/// </param>
public sealed record IssueTokenRequest(
    string DisplayName,
    string Role,
    string? TerminalKind,
    string[]? Permissions,
    int? LifetimeSeconds,
    bool? SingleUse,
    string? RequestId = null);

/// <summary>A signed token, shown once.</summary>
/// <param name="Link">Path to open in a browser. The token follows <c>#</c>, so it never reaches a server log.</param>
public sealed record IssuedTokenDto(
    string TokenId,
    string Token,
    string Link,
    string GroupId,
    DateTimeOffset ExpiresAt);

/// <summary>A row of GET /api/consultations/{groupId}/tokens.</summary>
/// <param name="State"><c>issued</c>, <c>used</c>, <c>revoked</c> or <c>expired</c>.</param>
public sealed record TokenDto(
    string TokenId,
    string DisplayName,
    string Role,
    string TerminalKind,
    string State,
    bool SingleUse,
    string IssuedBy,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? FirstUsedAt,
    DateTimeOffset? RevokedAt);

/// <summary>POST /api/signing-keys (administrator): a new key signs tokens from now on.</summary>
/// <param name="Kid">The new key's id, as in the header of tokens.</param>
public sealed record RotatedKeyDto(string Kid);
