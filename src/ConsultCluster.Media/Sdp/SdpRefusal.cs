namespace ConsultCluster.Media.Sdp;

/// <summary>Why an offer cannot be answered.</summary>
public enum SdpRefusal
{
    /// <summary>The offer was answered.</summary>
    None,

    /// <summary>More than 256 KiB, 64 media sections, or 4,096 lines.</summary>
    TooLarge,

    /// <summary>Not a session description (RFC 8866).</summary>
    Malformed,

    /// <summary>No usable <c>sha-256</c> fingerprint (RFC 8122).</summary>
    NoFingerprint,

    /// <summary>No ICE credentials, or malformed ones (RFC 8839 §5.4).</summary>
    NoIce,

    /// <summary>Not bundled on one transport with rtcp-mux (RFC 8843, RFC 5761).</summary>
    NotBundled,

    /// <summary>No audio or video section.</summary>
    NoMedia,

    /// <summary>No codec in common in any section.</summary>
    NoCodec,
}
