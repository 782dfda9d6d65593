namespace ConsultCluster.Media;

/// <summary>Protocols on the relay's UDP port (RFC 7983 §7, RFC 5761 §4).</summary>
public enum DatagramKind
{
    /// <summary>None of the others; dropped.</summary>
    Unknown,

    /// <summary>First byte 0 to 3.</summary>
    Stun,

    /// <summary>First byte 20 to 63.</summary>
    Dtls,

    /// <summary>First byte 128 to 191, second byte outside 192 to 223.</summary>
    Rtp,

    /// <summary>First byte 128 to 191, second byte 192 to 223.</summary>
    Rtcp,

    /// <summary>First byte 192 or 193: link between relays.</summary>
    Link,
}
