namespace ConsultCluster.Domain.Groups.Events;

/// <summary>Something that happened in a group, in order. An observer that sees a gap in <see cref="Sequence"/> asks for a snapshot.</summary>
/// <param name="Group">Where.</param>
/// <param name="Sequence">Grows by one with every event of the group, over restarts too.</param>
/// <param name="At">When.</param>
public abstract record GroupEvent(GroupId Group, long Sequence, DateTimeOffset At);
