using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>One media section after offer and answer. A refused section has no codecs and direction <see cref="MediaDirections.None"/>.</summary>
/// <param name="Mid">RFC 5888; empty only in a description of one section that names none.</param>
/// <param name="Codecs">In the order of the answer; the first is what the publisher will send.</param>
/// <param name="RemoteSsrc">SSRC the terminal said it publishes with; null when it did not say: learn it from the MID extension or the payload type.</param>
/// <param name="RemoteRtxSsrc">SSRC of its retransmissions (<c>a=ssrc-group:FID</c>).</param>
/// <param name="LocalSsrc">
/// SSRC of everything the relay sends in this slot; 0 in sections without <see cref="MediaDirections.Send"/>. Stays as long as the slot does;
/// one that was paused comes back with another.
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
