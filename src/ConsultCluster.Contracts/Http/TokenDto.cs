namespace ConsultCluster.Contracts.Http;

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
