namespace ConsultCluster.Media.Forwarding;

/// <summary>What an SSRC of a terminal is: a track's stream, or its retransmissions (RFC 4588 §5.3).</summary>
/// <param name="Track">Null when the SSRC is known as nobody's.</param>
internal readonly record struct InboundStream(uint Ssrc, Track? Track, bool IsRtx);
