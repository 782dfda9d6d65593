using System.Collections.Immutable;
using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Groups.Events;

/// <summary>An event of a group. An observer that sees a gap in <see cref="Sequence"/> requests a snapshot.</summary>
/// <param name="Group">The group.</param>
/// <param name="Sequence">Grows by one with every event of the group, also across restarts.</param>
/// <param name="At">When.</param>
public abstract record GroupEvent(GroupId Group, long Sequence, DateTimeOffset At);

/// <summary>A terminal entered by token, or returned to its held seat.</summary>
public sealed record MemberEntered(GroupId Group, long Sequence, DateTimeOffset At, Member Member, bool Resumed)
    : GroupEvent(Group, Sequence, At);

/// <summary>Media of a terminal flows in every direction that its token allows.</summary>
public sealed record MemberConnected(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);

/// <summary>A terminal's signalling was lost; its seat is held.</summary>
public sealed record MemberReconnecting(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);

/// <summary>
/// The relay lost a terminal's session: the member is <see cref="PresenceState.Entered"/> again and its terminal must
/// offer again.
/// </summary>
/// <param name="IsOverLimit">The relay ended the session because the terminal kept sending more than allowed.</param>
public sealed record MemberMediaLost(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, bool IsOverLimit = false)
    : GroupEvent(Group, Sequence, At);

/// <summary>
/// A terminal's media moved to its standby session on that relay. Only that terminal is notified. Not durable: it
/// repeats the last sequence number.
/// </summary>
public sealed record MemberMoved(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, RelayId Relay)
    : GroupEvent(Group, Sequence, At);

/// <summary>
/// A terminal has no standby session and should open one. Only that terminal is notified. Not durable: it repeats the
/// last sequence number.
/// </summary>
public sealed record StandbyWanted(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal)
    : GroupEvent(Group, Sequence, At);

/// <summary>A terminal's muted sources changed.</summary>
public sealed record MemberMuted(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, ImmutableSortedSet<MediaSource> Muted, PersonId By)
    : GroupEvent(Group, Sequence, At);

/// <summary>A terminal's network quality changed. Not durable: it repeats the last sequence number.</summary>
public sealed record MemberQuality(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, QualityReport Quality)
    : GroupEvent(Group, Sequence, At);

/// <summary>
/// A terminal cannot decode what others send, or can again: all such sources. Not durable: it repeats the last sequence
/// number.
/// </summary>
public sealed record MemberUndecodable(
    GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, ImmutableArray<UndecodableSource> Sources)
    : GroupEvent(Group, Sequence, At);

/// <summary>A chat message was recorded.</summary>
public sealed record MessageSent(GroupId Group, long Sequence, DateTimeOffset At, ChatMessage Message)
    : GroupEvent(Group, Sequence, At);

/// <summary>A terminal left or was removed.</summary>
public sealed record MemberLeft(GroupId Group, long Sequence, DateTimeOffset At, TerminalId Terminal, LeaveReason Reason)
    : GroupEvent(Group, Sequence, At);

/// <summary>
/// A token was revoked, of whom terminals that have not entered yet are to go too. Terminals are not notified: it repeats the last sequence number.
/// </summary>
public sealed record TokenRevoked(GroupId Group, long Sequence, DateTimeOffset At, TokenId Token)
    : GroupEvent(Group, Sequence, At);

/// <summary>
/// The connection notice: media flows both ways between these terminals. Sent again when another terminal is connected.
/// </summary>
public sealed record GroupConnected(GroupId Group, long Sequence, DateTimeOffset At, ImmutableArray<TerminalId> Terminals)
    : GroupEvent(Group, Sequence, At);

/// <summary>The consultation was closed or has expired; every terminal was removed.</summary>
public sealed record GroupEnded(GroupId Group, long Sequence, DateTimeOffset At, GroupState State, PersonId? By)
    : GroupEvent(Group, Sequence, At);
