namespace ConsultCluster.Domain.Groups.Events;

/// <summary>
/// A terminal's media moved to its standby session on that relay. Only that terminal needs to know. Not durable: it repeats the
/// last sequence number instead of taking one.
/// </summary>
public sealed record MemberMoved(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, RelayId Relay)
    : GroupEvent(Group, Sequence, At);
