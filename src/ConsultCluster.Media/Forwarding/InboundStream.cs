namespace ConsultCluster.Media.Forwarding;

/// <summary>Use of a terminal's SSRC: a track's stream, or its retransmissions (RFC 4588 §5.3).</summary>
/// <param name="IsCurrent">False when the track has another stream now; it returns when that one is silent.</param>
internal readonly record struct InboundStream(uint Ssrc, Track Track, bool IsRtx, bool IsCurrent);
