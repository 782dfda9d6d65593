namespace ConsultCluster.Media.Stun;

/// <summary>The class of a STUN message (RFC 8489 §5); the values are its two class bits.</summary>
public enum StunClass
{
    /// <summary>Expects a response.</summary>
    Request = 0b00,

    /// <summary>Expects no response; ICE uses it as keepalive.</summary>
    Indication = 0b01,

    /// <summary>Answers a request.</summary>
    Success = 0b10,

    /// <summary>Refuses a request.</summary>
    Error = 0b11,
}
