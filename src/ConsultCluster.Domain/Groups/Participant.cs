namespace ConsultCluster.Domain.Groups;

/// <summary>One stay of one terminal in a group. A terminal that left and entered again has two stays.</summary>
/// <param name="Group">The group.</param>
/// <param name="EnteredAt">When the stay began; resuming a held seat does not start a new stay.</param>
/// <param name="ConnectedAt">When media first flowed; null if never.</param>
/// <param name="LeftAt">When it ended; null while it lasts.</param>
/// <param name="LeftReason">Why it ended; null while it lasts.</param>
public sealed record Participant(
    GroupId Group,
    TerminalId Terminal,
    TokenId Token,
    PersonId Person,
    string DisplayName,
    GroupRole Role,
    Permissions Permissions,
    TerminalKind TerminalKind,
    DateTimeOffset EnteredAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? LeftAt,
    LeaveReason? LeftReason);
