namespace ConsultCluster.Media.Forwarding;

/// <summary>Use of a terminal's SSRC: a track's stream, or its retransmissions (RFC 4588 §5.3).</summary>
internal struct InboundStream
{
    public uint Ssrc;

    public Track Track;

    public bool IsRtx;

    /// <summary>False when another stream of the track is forwarded: the SSRC is a former one, or another layer.</summary>
    public bool IsCurrent;

    /// <summary>Bytes since the layers of the track were last compared.</summary>
    public long Bytes;
}
