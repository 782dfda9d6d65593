namespace ConsultCluster.Domain.Groups.Events;

/// <summary>Media of a terminal flows in every direction its token allows.</summary>
public sealed record MemberConnected(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);
