using System.Collections.Immutable;

namespace ConsultCluster.Domain.Groups.Events;

/// <summary>What of a terminal is muted now.</summary>
public sealed record MemberMuted(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, ImmutableSortedSet<MediaSource> Muted, PersonId By)
    : GroupEvent(Group, Sequence, At);
