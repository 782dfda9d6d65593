namespace ConsultCluster.Domain.Groups.Events;

/// <summary>A terminal entered by token, or came back to its held seat.</summary>
public sealed record MemberEntered(GroupId Group, long Sequence, DateTimeOffset At, Member Member, bool Resumed)
    : GroupEvent(Group, Sequence, At);
