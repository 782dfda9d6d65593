namespace ConsultCluster.Domain.Groups.Events;

/// <summary>The relay lost a terminal's session: the member is <see cref="PresenceState.Entered"/> again and its terminal has to offer again.</summary>
public sealed record MemberMediaLost(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);
