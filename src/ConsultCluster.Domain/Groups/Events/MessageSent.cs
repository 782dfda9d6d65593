namespace ConsultCluster.Domain.Groups.Events;

/// <summary>A chat message was recorded.</summary>
public sealed record MessageSent(GroupId Group, long Sequence, DateTimeOffset At, ChatMessage Message)
    : GroupEvent(Group, Sequence, At);
