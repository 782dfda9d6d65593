namespace ConsultCluster.Media.Stun;

/// <summary>
/// Attribute types (RFC 8489 §18.3, RFC 8445 §16.1). An unknown type below 0x8000 in a request is refused with 420.
/// </summary>
public enum StunAttribute
{
    /// <summary>RFC 8489 §14.3.</summary>
    Username = 0x0006,

    /// <summary>RFC 8489 §14.5.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>RFC 8489 §14.8.</summary>
    ErrorCode = 0x0009,

    /// <summary>RFC 8489 §14.9.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>RFC 8489 §14.6.</summary>
    MessageIntegritySha256 = 0x001C,

    /// <summary>RFC 8489 §14.2.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>RFC 8445 §16.1.</summary>
    Priority = 0x0024,

    /// <summary>RFC 8445 §16.1.</summary>
    UseCandidate = 0x0025,

    /// <summary>RFC 8489 §14.14.</summary>
    Software = 0x8022,

    /// <summary>RFC 8489 §14.7.</summary>
    Fingerprint = 0x8028,

    /// <summary>RFC 8445 §16.1.</summary>
    IceControlled = 0x8029,

    /// <summary>RFC 8445 §16.1.</summary>
    IceControlling = 0x802A,
}
