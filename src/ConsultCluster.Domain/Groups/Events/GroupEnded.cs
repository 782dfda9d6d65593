namespace ConsultCluster.Domain.Groups.Events;

/// <summary>The consultation was closed or has expired; every terminal is out.</summary>
public sealed record GroupEnded(GroupId Group, long Sequence, DateTimeOffset At, GroupState State, PersonId? By)
    : GroupEvent(Group, Sequence, At);
