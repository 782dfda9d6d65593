namespace ConsultCluster.Domain.Groups.Events;

/// <summary>
/// A terminal has no standby session and should make one. Only that terminal needs to know. Not durable: it repeats the last
/// sequence number instead of taking one.
/// </summary>
public sealed record StandbyWanted(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);
