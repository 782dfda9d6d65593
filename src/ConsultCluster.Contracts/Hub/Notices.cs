namespace ConsultCluster.Contracts.Hub;

/// <summary>A member entered.</summary>
public sealed record EnteredNotice(long Sequence, MemberDto Member, bool Resumed);

/// <summary>Media flows both ways between these terminals.</summary>
public sealed record ConnectedNotice(long Sequence, string[] TerminalIds, DateTimeOffset At);

/// <summary>A member's presence changed.</summary>
/// <param name="Reason"><see cref="OverLimit"/>, or null.</param>
public sealed record PresenceNotice(long Sequence, string TerminalId, string Presence, string? Reason = null)
{
    /// <summary>The relay ended the member's media because its terminal kept sending more than allowed.</summary>
    public const string OverLimit = "overLimit";
}

/// <summary>A member's muted sources changed.</summary>
public sealed record MutedNotice(long Sequence, string TerminalId, string[] Muted, string ByPersonId);

/// <summary>A member's network quality.</summary>
public sealed record QualityNotice(long Sequence, string TerminalId, QualityDto Quality);

/// <summary>What others send and a member's terminal cannot decode: all of it, empty when there is nothing more.</summary>
public sealed record UndecodableNotice(long Sequence, string TerminalId, UndecodableDto[] Undecodable);

/// <summary>A chat message was recorded.</summary>
public sealed record MessageNotice(long Sequence, ChatMessageDto Message);

/// <summary>A member left or was removed.</summary>
/// <param name="Reason"><c>left</c>, <c>removed</c>, <c>timedOut</c> or <c>groupClosed</c>.</param>
public sealed record LeftNotice(long Sequence, string TerminalId, string Reason);

/// <summary>The consultation ended.</summary>
/// <param name="State"><c>closed</c> or <c>expired</c>.</param>
public sealed record EndedNotice(long Sequence, string State);

/// <summary>Notices up to this sequence may not have been sent: the terminal calls <c>Enter</c> again.</summary>
public sealed record MissedNotice(long Sequence);
