namespace ConsultCluster.Media.Forwarding;

/// <summary>What a relay core has done and dropped since its start. Written by the owner; other threads may read.</summary>
public sealed class RelayCoreCounters
{
    /// <summary>Datagrams taken.</summary>
    public long DatagramsIn { get; internal set; }

    /// <summary>Datagrams that are neither STUN, DTLS, RTP, RTCP nor a link's.</summary>
    public long UnknownDatagrams { get; internal set; }

    /// <summary>Datagrams other than STUN from addresses that no session has proven.</summary>
    public long UnknownSources { get; internal set; }

    /// <summary>Checks of terminals that measure their round trip.</summary>
    public long ProbesAnswered { get; internal set; }

    /// <summary>STUN without the user fragment of a session, or no request at all.</summary>
    public long StunUnknownUser { get; internal set; }

    /// <summary>STUN refused: bad integrity, role conflict, unknown attributes.</summary>
    public long StunRefused { get; internal set; }

    /// <summary>Authentic checks seen before: retransmissions and replays. Answered; they change nothing.</summary>
    public long ChecksRepeated { get; internal set; }

    /// <summary>Authentic checks from addresses where the terminal had not proven yet that it receives. Answered; they change nothing.</summary>
    public long ChecksUnproven { get; internal set; }

    /// <summary>Answers to the relay's own checks.</summary>
    public long PathsProven { get; internal set; }

    /// <summary>Handshakes with another certificate than the signalled one.</summary>
    public long FingerprintMismatches { get; internal set; }

    /// <summary>Handshakes that failed otherwise.</summary>
    public long DtlsFailed { get; internal set; }

    /// <summary>DTLS datagrams that were malformed, forged, or meant nothing where the association stood.</summary>
    public long DtlsDropped { get; internal set; }

    /// <summary>SRTP and SRTCP before the handshake was done.</summary>
    public long MediaBeforeKeys { get; internal set; }

    /// <summary>RTP packets with an impossible header or padding, or too short to be SRTP.</summary>
    public long MalformedRtp { get; internal set; }

    /// <summary>RTCP compounds with impossible lengths, or too short to be SRTCP.</summary>
    public long MalformedRtcp { get; internal set; }

    /// <summary>SRTP and SRTCP whose tag is wrong.</summary>
    public long AuthenticationFailed { get; internal set; }

    /// <summary>SRTP and SRTCP seen before.</summary>
    public long Replayed { get; internal set; }

    /// <summary>SRTP and SRTCP older than the replay window.</summary>
    public long TooOld { get; internal set; }

    /// <summary>SRTP and SRTCP with more SSRCs than a session may have.</summary>
    public long TooManyStreams { get; internal set; }

    /// <summary>Authenticated RTP that belongs to no publishing section.</summary>
    public long UnknownSsrc { get; internal set; }

    /// <summary>RTP with a payload type that was not negotiated.</summary>
    public long UnknownPayloadType { get; internal set; }

    /// <summary>RTP whose payload is larger than any path could carry on.</summary>
    public long TooLarge { get; internal set; }

    /// <summary>RTP of muted tracks.</summary>
    public long Muted { get; internal set; }

    /// <summary>RTP of sessions that are held ready only, that is no media.</summary>
    public long OnStandby { get; internal set; }

    /// <summary>RTP that the history has already, or that is too late for it; terminals also repeat packets on purpose, to probe the bandwidth.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>RTP packets accepted from publishers.</summary>
    public long RtpIn { get; internal set; }

    /// <summary>RTP packets sent, retransmissions included.</summary>
    public long RtpOut { get; internal set; }

    /// <summary>Bytes of those datagrams.</summary>
    public long RtpBytesOut { get; internal set; }

    /// <summary>RTCP compounds accepted.</summary>
    public long RtcpIn { get; internal set; }

    /// <summary>RTCP compounds sent.</summary>
    public long RtcpOut { get; internal set; }

    /// <summary>Feedback about SSRCs that are no slot of its sender.</summary>
    public long UnknownFeedback { get; internal set; }

    /// <summary>Packets sent again after a NACK.</summary>
    public long Resent { get; internal set; }

    /// <summary>Packets asked for again too soon, too often, or above the rate that is allowed.</summary>
    public long ResendsRefused { get; internal set; }

    /// <summary>Packets asked for that the history does not have.</summary>
    public long ResendsMissing { get; internal set; }

    /// <summary>Packets asked for again at publishers.</summary>
    public long NacksOut { get; internal set; }

    /// <summary>Keyframes asked for at publishers.</summary>
    public long KeyframeRequestsOut { get; internal set; }

    /// <summary>Packets that a receiver's codecs cannot carry.</summary>
    public long NotMappable { get; internal set; }
}
