namespace ConsultCluster.Contracts.Hub;

/// <summary>One terminal in the group.</summary>
/// <param name="Role"><c>applicant</c>, <c>expert</c>, <c>coordinator</c>, <c>patient</c>, <c>interpreter</c>, <c>observer</c> or <c>device</c>.</param>
/// <param name="Permissions">Of <c>publish</c>, <c>subscribe</c>, <c>shareScreen</c>, <c>chat</c>, <c>moderate</c>, <c>close</c>.</param>
/// <param name="Presence"><c>entered</c>, <c>connected</c> or <c>reconnecting</c>.</param>
public sealed record MemberDto(
    string TerminalId,
    string PersonId,
    string DisplayName,
    string Role,
    string[] Permissions,
    string TerminalKind,
    string Presence,
    string[] Muted,
    DateTimeOffset EnteredAt,
    QualityDto? Quality);
