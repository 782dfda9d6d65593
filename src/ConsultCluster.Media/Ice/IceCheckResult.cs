namespace ConsultCluster.Media.Ice;

/// <summary>Result of handling a STUN datagram.</summary>
public enum IceCheckResult
{
    /// <summary>Irrelevant: an indication, an unexpected response, or not STUN. Not answered.</summary>
    Ignored,

    /// <summary>Not authenticated or not acceptable; gets at most one reply, no larger than the request.</summary>
    Refused,

    /// <summary>
    /// An authenticated check from an address that must be validated first; answered. If it nominates the address, the
    /// agent sends a check there; nothing changes until the peer answers.
    /// </summary>
    Unproven,

    /// <summary>An authenticated check from the selected address; answered. It proves nothing: it may be a copy.</summary>
    Answered,

    /// <summary>
    /// The first authenticated check; answered. Its source is selected until another address is proven, and may be sent
    /// little until the peer answers our check.
    /// </summary>
    Selected,

    /// <summary>The answer to a check of ours: the peer receives at the source, which is selected now.</summary>
    Proven,
}
