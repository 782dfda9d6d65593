namespace ConsultCluster.Media.Forwarding;

/// <summary>Counters of a relay core since its start. Written by the owner; other threads may read.</summary>
public sealed class RelayCoreCounters
{
    /// <summary>Datagrams received.</summary>
    public long DatagramsIn { get; internal set; }

    /// <summary>Datagrams that are not STUN, DTLS, RTP, RTCP or of a link.</summary>
    public long UnknownDatagrams { get; internal set; }

    /// <summary>Datagrams other than STUN from addresses that belong to no session.</summary>
    public long UnknownSources { get; internal set; }

    /// <summary>ICE checks of terminals that measure their round trip.</summary>
    public long ProbesAnswered { get; internal set; }

    /// <summary>STUN messages without the user fragment of a session, or other than requests.</summary>
    public long StunUnknownUser { get; internal set; }

    /// <summary>STUN messages refused: bad integrity, role conflict, unknown attributes.</summary>
    public long StunRefused { get; internal set; }

    /// <summary>Authentic checks from addresses that are not validated yet. Answered without effect.</summary>
    public long ChecksUnproven { get; internal set; }

    /// <summary>Answers to the relay's own checks, which validate an address.</summary>
    public long PathsProven { get; internal set; }

    /// <summary>STUN messages for a session from an address that another session uses and has proven.</summary>
    public long AddressesKept { get; internal set; }

    /// <summary>SRTP and SRTCP not sent, because the terminal has not proven that it receives at the address.</summary>
    public long HeldBack { get; internal set; }

    /// <summary>SRTP and SRTCP dropped before decryption, because their session sent more than allowed.</summary>
    public long OverLimit { get; internal set; }

    /// <summary>Sessions ended because they kept sending more than allowed.</summary>
    public long EndedOverLimit { get; internal set; }

    /// <summary>Handshakes with a certificate other than the signalled one.</summary>
    public long FingerprintMismatches { get; internal set; }

    /// <summary>Handshakes that failed for another reason.</summary>
    public long DtlsFailed { get; internal set; }

    /// <summary>DTLS datagrams that were malformed, forged, or invalid in the association's state.</summary>
    public long DtlsDropped { get; internal set; }

    /// <summary>SRTP and SRTCP before the handshake was complete.</summary>
    public long MediaBeforeKeys { get; internal set; }

    /// <summary>RTP packets with an invalid header or padding, or too short for SRTP.</summary>
    public long MalformedRtp { get; internal set; }

    /// <summary>RTCP compounds with invalid lengths, or too short for SRTCP.</summary>
    public long MalformedRtcp { get; internal set; }

    /// <summary>SRTP and SRTCP with a wrong authentication tag.</summary>
    public long AuthenticationFailed { get; internal set; }

    /// <summary>SRTP and SRTCP received before.</summary>
    public long Replayed { get; internal set; }

    /// <summary>SRTP and SRTCP older than the replay window.</summary>
    public long TooOld { get; internal set; }

    /// <summary>SRTP and SRTCP beyond the limit of SSRCs per session.</summary>
    public long TooManyStreams { get; internal set; }

    /// <summary>Authenticated RTP that belongs to no publishing section.</summary>
    public long UnknownSsrc { get; internal set; }

    /// <summary>RTP with a payload type that was not negotiated.</summary>
    public long UnknownPayloadType { get; internal set; }

    /// <summary>RTP with a payload too large to forward.</summary>
    public long TooLarge { get; internal set; }

    /// <summary>RTP of muted tracks.</summary>
    public long Muted { get; internal set; }

    /// <summary>RTP of standby sessions that is not media.</summary>
    public long OnStandby { get; internal set; }

    /// <summary>
    /// RTP that is already in the history or too late for it. Terminals also repeat packets on purpose, to probe the
    /// bandwidth.
    /// </summary>
    public long Duplicates { get; internal set; }

    /// <summary>
    /// RTP dropped at a restart of its stream: the first packet after a jump back, or a change too soon after another.
    /// </summary>
    public long Strays { get; internal set; }

    /// <summary>RTP packets accepted from publishers.</summary>
    public long RtpIn { get; internal set; }

    /// <summary>RTP packets sent, retransmissions included.</summary>
    public long RtpOut { get; internal set; }

    /// <summary>Bytes of RTP datagrams sent.</summary>
    public long RtpBytesOut { get; internal set; }

    /// <summary>RTCP compounds accepted.</summary>
    public long RtcpIn { get; internal set; }

    /// <summary>RTCP compounds sent.</summary>
    public long RtcpOut { get; internal set; }

    /// <summary>Feedback about SSRCs that are not a slot of its sender.</summary>
    public long UnknownFeedback { get; internal set; }

    /// <summary>Packets retransmitted after a NACK.</summary>
    public long Resent { get; internal set; }

    /// <summary>Retransmission requests refused: too soon, too often, or above the rate limit.</summary>
    public long ResendsRefused { get; internal set; }

    /// <summary>Retransmission requests for packets that are not in the history.</summary>
    public long ResendsMissing { get; internal set; }

    /// <summary>Packets requested again from publishers.</summary>
    public long NacksOut { get; internal set; }

    /// <summary>Receivers that started with the last keyframe of the history.</summary>
    public long Replays { get; internal set; }

    /// <summary>Keyframes requested from publishers.</summary>
    public long KeyframeRequestsOut { get; internal set; }

    /// <summary>Packets without a matching codec of the receiver.</summary>
    public long NotMappable { get; internal set; }
}
