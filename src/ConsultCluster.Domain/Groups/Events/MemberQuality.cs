using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Groups.Events;

/// <summary>A terminal's network quality changed. Not durable: it repeats the last sequence number instead of taking one.</summary>
public sealed record MemberQuality(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, QualityReport Quality)
    : GroupEvent(Group, Sequence, At);
