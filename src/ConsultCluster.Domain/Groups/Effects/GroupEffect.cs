using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>A side effect of a decision, executed outside of the group.</summary>
public abstract record GroupEffect;

/// <summary>Append to the audit.</summary>
public sealed record AuditWritten(AuditEntry Entry) : GroupEffect;

/// <summary>Notify every observer.</summary>
public sealed record EventRaised(GroupEvent Event) : GroupEffect;

/// <summary>Order every relay to end all sessions of the group.</summary>
public sealed record GroupSessionsClosed : GroupEffect;

/// <summary>Write a chat message.</summary>
public sealed record MessageRecorded(ChatMessage Message) : GroupEffect;

/// <summary>Write the row of a participant's stay.</summary>
public sealed record ParticipantChanged(Participant Participant) : GroupEffect;

/// <summary>Write the request's row.</summary>
public sealed record RequestRecorded(ConsultationRequest Request) : GroupEffect;

/// <summary>Order the relay to end a terminal's session.</summary>
public sealed record SessionClosed(TerminalId Terminal) : GroupEffect;

/// <summary>Order the relay to stop, or resume, forwarding these sources of a terminal.</summary>
public sealed record SessionMuted(TerminalId Terminal, ImmutableSortedSet<MediaSource> Muted) : GroupEffect;

/// <summary>Write a token's row.</summary>
public sealed record TokenChanged(TokenRecord Token) : GroupEffect;
