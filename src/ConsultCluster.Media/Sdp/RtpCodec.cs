namespace ConsultCluster.Media.Sdp;

/// <summary>The supported codecs.</summary>
public enum RtpCodec
{
    /// <summary>RFC 7587.</summary>
    Opus,

    /// <summary>RFC 7741.</summary>
    Vp8,

    /// <summary>RFC 6184.</summary>
    H264,

    /// <summary>RFC 9628.</summary>
    Vp9,

    /// <summary>AV1 RTP specification 1.0.</summary>
    Av1,
}
