using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Media.Effects;

/// <summary>Something that a change of the media plan wants done: an order to a relay, a notice to the terminals, or news for the group's record.</summary>
public abstract record MediaEffect;

/// <summary>Notify observers that the terminal's media is on that relay now.</summary>
public sealed record MoveAnnounced(TerminalId Terminal, RelayId Relay) : MediaEffect;

/// <summary>Ask the terminal to open a standby session.</summary>
public sealed record StandbyRequested(TerminalId Terminal) : MediaEffect;

/// <summary>Notify observers of the terminal's network quality.</summary>
public sealed record QualityMeasured(TerminalId Terminal, QualityReport Report) : MediaEffect;

/// <summary>News for the record: whether the terminal's media arrives at its relay, and whether the terminal confirmed that it receives.</summary>
public sealed record FlowChanged(TerminalId Terminal, bool Sends, bool Receives) : MediaEffect;

/// <summary>News for the record: nothing carries the terminal's media any more.</summary>
public sealed record MediaLost(TerminalId Terminal, string Reason) : MediaEffect
{
    /// <summary>Reason of those whose relay is gone and who had no standby session.</summary>
    public const string RelayGone = "relay lost";

    /// <summary>Reason of those whom a relay dropped because they kept sending more than it allows.</summary>
    public const string OverLimit = "sent more than allowed";
}

/// <summary>News for operators: the terminal's media goes to another relay.</summary>
public sealed record MediaMoved(TerminalId Terminal, MediaMoveReason Reason) : MediaEffect;

/// <summary>News for operators: media that moved while the session before went on flows at the new relay, so long after the move was ordered.</summary>
public sealed record MediaArrived(TerminalId Terminal, MediaMoveReason Reason, TimeSpan After) : MediaEffect;

/// <summary>Order one relay to end the session that it holds of a terminal, whose media is or will be elsewhere.</summary>
public sealed record SessionEnded(TerminalId Terminal, RelayId Relay) : MediaEffect;

/// <summary>
/// Order relay <paramref name="To"/> to carry the terminal's media in its standby session. That on <paramref name="From"/> ends by
/// <see cref="SessionEnded"/>: at once, or when the media has arrived.
/// </summary>
public sealed record SessionMoved(TerminalId Terminal, RelayId From, RelayId To) : MediaEffect;

/// <summary>Order a relay to carry the terminal's media in the standby session that it holds.</summary>
public sealed record SessionActivated(TerminalId Terminal, RelayId Relay) : MediaEffect;
