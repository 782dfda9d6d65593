namespace ConsultCluster.Domain.Groups.Events;

/// <summary>A terminal is no longer inside.</summary>
public sealed record MemberLeft(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, LeaveReason Reason)
    : GroupEvent(Group, Sequence, At);
