using System.Collections.Immutable;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Sdp;

/// <summary>Result of the negotiation of offer and answer.</summary>
/// <param name="Remote">The terminal's ICE credentials.</param>
/// <param name="Local">The relay's ICE credentials towards that terminal.</param>
/// <param name="RemoteFingerprint">SHA-256 of the terminal's certificate, 32 bytes (RFC 8122).</param>
/// <param name="Role">The relay's DTLS role.</param>
/// <param name="Media">Sections in the order of the description.</param>
/// <param name="Answer">The answer as text.</param>
public sealed record NegotiatedSession(
    IceCredentials Remote,
    IceCredentials Local,
    ImmutableArray<byte> RemoteFingerprint,
    DtlsRole Role,
    ImmutableArray<NegotiatedMedia> Media,
    string Answer)
{
    /// <summary>Session id in the <c>o=</c> line; constant for the stay (RFC 8866 §5.2).</summary>
    public uint OriginId { get; init; }

    /// <summary>Number of answers of this stay: the version in the <c>o=</c> line.</summary>
    public int Version { get; init; }

    /// <summary>
    /// Next SSRC of this stay. SSRCs are never reused, because an SRTP key must not be used twice with one SSRC (RFC
    /// 3711 §9.1).
    /// </summary>
    public uint NextSsrc { get; init; }
}

/// <summary>One media section after offer and answer. A refused section has no codecs and direction <see cref="MediaDirections.None"/>.</summary>
/// <param name="Mid">RFC 5888; empty only in a description of one section that names none.</param>
/// <param name="Codecs">In the order of the answer; the first is what the publisher will send.</param>
/// <param name="RemoteSsrc">
/// SSRC signalled by the terminal; null without one: it is learnt from the MID extension or the payload type.
/// </param>
/// <param name="RemoteRtxSsrc">SSRC of its retransmissions (<c>a=ssrc-group:FID</c>).</param>
/// <param name="LocalSsrc">
/// SSRC of everything the relay sends in this slot; 0 in sections without <see cref="MediaDirections.Send"/>. Constant
/// while the slot exists; a slot that was paused gets a new one.
/// </param>
/// <param name="LocalRtxSsrc">SSRC of the relay's retransmissions in this slot; 0 without RTX.</param>
public sealed record NegotiatedMedia(
    string Mid,
    MediaKind Kind,
    MediaDirections Directions,
    ImmutableArray<NegotiatedCodec> Codecs,
    NegotiatedExtensions Extensions,
    uint? RemoteSsrc,
    uint? RemoteRtxSsrc,
    uint LocalSsrc,
    uint LocalRtxSsrc);

/// <summary>One codec of one media section.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="PayloadType">The terminal's number for it.</param>
/// <param name="RtxPayloadType">Its retransmission format (RFC 4588); null when not offered.</param>
/// <param name="ClockRate">In Hz.</param>
/// <param name="Parameters">The <c>a=fmtp</c> value, empty when there is none.</param>
/// <param name="Nack">The terminal supports generic NACKs (RFC 4585 §6.2.1).</param>
/// <param name="Pli">The terminal supports picture loss indications (RFC 4585 §6.3.1).</param>
/// <param name="Remb">
/// The terminal supports <c>goog-remb</c> bandwidth estimates (draft-alvestrand-rmcat-remb-03).
/// </param>
public sealed record NegotiatedCodec(
    RtpCodec Codec,
    byte PayloadType,
    byte? RtxPayloadType,
    int ClockRate,
    string Parameters,
    bool Nack,
    bool Pli,
    bool Remb = false)
{
    /// <summary>The terminal supports full intra requests (RFC 5104 §4.3.1) and no picture loss indications.</summary>
    public bool Fir { get; init; }
}

/// <summary>RTP header extension ids of one media section (RFC 8285); 0 means not negotiated.</summary>
/// <param name="Mid">urn:ietf:params:rtp-hdrext:sdes:mid</param>
/// <param name="AudioLevel">RFC 6464.</param>
/// <param name="TransportSequence">Transport-wide congestion control.</param>
/// <param name="AbsoluteSendTime">http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time</param>
/// <param name="DependencyDescriptor">AV1 RTP specification, appendix A.</param>
public readonly record struct NegotiatedExtensions(
    byte Mid,
    byte AudioLevel,
    byte TransportSequence,
    byte AbsoluteSendTime,
    byte DependencyDescriptor);
