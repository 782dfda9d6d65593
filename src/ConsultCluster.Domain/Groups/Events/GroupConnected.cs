using System.Collections.Immutable;

namespace ConsultCluster.Domain.Groups.Events;

/// <summary>The connection-success notice: media flows both ways between these terminals. Sent again when a further one is connected.</summary>
public sealed record GroupConnected(GroupId Group, long Sequence, DateTimeOffset At, ImmutableArray<TerminalId> Terminals)
    : GroupEvent(Group, Sequence, At);
