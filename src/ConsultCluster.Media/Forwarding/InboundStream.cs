namespace ConsultCluster.Media.Forwarding;

/// <summary>What an SSRC of a terminal is: a track's stream, or its retransmissions (RFC 4588 §5.3).</summary>
internal sealed record InboundStream(Track Track, bool IsRtx);
