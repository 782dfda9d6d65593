namespace ConsultCluster.Media.Srtp;

/// <summary>What became of a received SRTP or SRTCP packet; everything but <see cref="Ok"/> is to be dropped and counted.</summary>
public enum SrtpResult
{
    /// <summary>Authentic, fresh and decrypted.</summary>
    Ok,

    /// <summary>Too short, or SRTCP without encryption, which is never negotiated here.</summary>
    Malformed,

    /// <summary>The tag does not match: forged, damaged, or under another key.</summary>
    AuthenticationFailed,

    /// <summary>The same index was seen before (RFC 3711 §3.3.2).</summary>
    Replayed,

    /// <summary>Older than the replay window reaches; it cannot be told from a replay.</summary>
    TooOld,

    /// <summary>Authentic, but one SSRC more than a receiver keeps state for.</summary>
    TooManyStreams,
}
