using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>An event of one session, for the host.</summary>
/// <param name="Session">The session.</param>
public abstract record RelayCoreEvent(SessionKey Session);

/// <summary>Media started or stopped flowing.</summary>
/// <param name="Sends">Authenticated RTP arrived within the last five seconds.</param>
/// <param name="Receives">The terminal has confirmed in RTCP that it receives media.</param>
public sealed record MediaChanged(SessionKey Session, bool Sends, bool Receives) : RelayCoreEvent(Session);

/// <summary>Receive slots were filled, switched or emptied, or other tracks cannot be decoded.</summary>
/// <param name="Slots">All slots of the session, in the order of its description.</param>
/// <param name="Undecodable">All live tracks that are in none of them because the terminal cannot decode them.</param>
public sealed record SlotsChanged(SessionKey Session, ImmutableArray<SlotFill> Slots, ImmutableArray<UndecodableTrack> Undecodable)
    : RelayCoreEvent(Session);

/// <summary>Content of one receive slot.</summary>
/// <param name="Mid">The slot's media id in the receiver's description.</param>
/// <param name="Publisher">Null when the slot is empty, or its publisher is on another relay.</param>
/// <param name="Source">Null when the slot is empty.</param>
/// <param name="RemotePublisher">
/// The other relay's name for the publisher; null when it is on this relay or the slot is empty.
/// </param>
public readonly record struct SlotFill(string Mid, SessionKey? Publisher, TrackSource? Source, string? RemotePublisher = null);

/// <summary>A live track that none of a terminal's slots decodes.</summary>
/// <param name="Publisher">Null when its publisher is on another relay.</param>
/// <param name="RemotePublisher">The other relay's name for the publisher; null when it is on this relay.</param>
/// <param name="Source">What it carries.</param>
/// <param name="Codec">What it is encoded with.</param>
public readonly record struct UndecodableTrack(SessionKey? Publisher, string? RemotePublisher, TrackSource Source, NegotiatedCodec Codec);

/// <summary>A session's network over the last interval; null where there was nothing to measure.</summary>
/// <param name="UpLossPercent">Packets lost on the way from the terminal, before repair, 0 to 100.</param>
/// <param name="UpJitterMs">Interarrival jitter (RFC 3550 §6.4.1) of the worst incoming stream.</param>
/// <param name="DownLossPercent">Packets lost on the way to the terminal, before repair, 0 to 100.</param>
/// <param name="DownJitterMs">Jitter of the worst outgoing stream, as the terminal reports it.</param>
/// <param name="RoundTripMs">From sender and receiver reports, smoothed.</param>
public sealed record SessionQuality(
    SessionKey Session,
    double? UpLossPercent,
    double? UpJitterMs,
    double? DownLossPercent,
    double? DownJitterMs,
    double? RoundTripMs) : RelayCoreEvent(Session);

/// <summary>The session ended by itself and is already closed.</summary>
/// <param name="Reason">Reason for the log and the audit.</param>
public sealed record SessionGone(SessionKey Session, string Reason) : RelayCoreEvent(Session)
{
    /// <summary>Reason of a terminal that kept sending more than the limit.</summary>
    public const string OverLimit = "sent more than allowed";
}
