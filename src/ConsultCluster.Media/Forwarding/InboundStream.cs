namespace ConsultCluster.Media.Forwarding;

/// <summary>Use of a terminal's SSRC: a track's stream, or its retransmissions (RFC 4588 §5.3).</summary>
/// <param name="Track">Null when the SSRC is known to belong to no track.</param>
internal readonly record struct InboundStream(uint Ssrc, Track? Track, bool IsRtx);
