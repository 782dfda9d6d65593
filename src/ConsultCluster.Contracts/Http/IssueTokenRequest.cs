namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/consultations/{groupId}/tokens: a token for somebody else, usually a guest link.</summary>
/// <param name="TerminalKind"><c>browser</c> (default), <c>whip</c>, <c>whep</c> or <c>device</c>.</param>
/// <param name="Permissions">Null gives the usual ones of the role.</param>
/// <param name="LifetimeSeconds">60 to 86,400; null is 900.</param>
/// <param name="RequestId">1 to 64 of <c>A-Z a-z 0-9 _ -</c>: the same id again from the same account gives the same token. Null is a new one each time.</param>
public sealed record IssueTokenRequest(
    string DisplayName,
    string Role,
    string? TerminalKind,
    string[]? Permissions,
    int? LifetimeSeconds,
    bool? SingleUse,
    string? RequestId = null);
