namespace ConsultCluster.Media.Srtp;

/// <summary>Result of unprotecting an SRTP or SRTCP packet; all but <see cref="Ok"/> are dropped and counted.</summary>
public enum SrtpResult
{
    /// <summary>Authentic, fresh and decrypted.</summary>
    Ok,

    /// <summary>Too short, or SRTCP without encryption, which is never negotiated here.</summary>
    Malformed,

    /// <summary>The tag does not match: forged, damaged, or another key.</summary>
    AuthenticationFailed,

    /// <summary>The same index was received before (RFC 3711 §3.3.2).</summary>
    Replayed,

    /// <summary>Older than the replay window, so possibly a replay.</summary>
    TooOld,

    /// <summary>Authentic, but beyond the limit of SSRCs.</summary>
    TooManyStreams,
}
