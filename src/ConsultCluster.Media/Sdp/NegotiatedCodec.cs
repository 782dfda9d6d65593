namespace ConsultCluster.Media.Sdp;

/// <summary>One codec of one media section.</summary>
/// <param name="Codec">Which.</param>
/// <param name="PayloadType">The terminal's number for it.</param>
/// <param name="RtxPayloadType">Its retransmission format (RFC 4588); null when not offered.</param>
/// <param name="ClockRate">In Hz.</param>
/// <param name="Parameters">The <c>a=fmtp</c> value, empty when there is none.</param>
/// <param name="Nack">The terminal takes generic NACKs (RFC 4585 §6.2.1).</param>
/// <param name="Pli">The terminal takes picture loss indications (RFC 4585 §6.3.1).</param>
/// <param name="Remb">The terminal takes and sends <c>goog-remb</c> bandwidth estimates (draft-alvestrand-rmcat-remb-03).</param>
public sealed record NegotiatedCodec(
    RtpCodec Codec,
    byte PayloadType,
    byte? RtxPayloadType,
    int ClockRate,
    string Parameters,
    bool Nack,
    bool Pli,
    bool Remb = false);
