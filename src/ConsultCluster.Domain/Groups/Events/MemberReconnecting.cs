namespace ConsultCluster.Domain.Groups.Events;

/// <summary>A terminal's signalling was lost; its seat is held.</summary>
public sealed record MemberReconnecting(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);
