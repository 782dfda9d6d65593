namespace ConsultCluster.Media.Ice;

/// <summary>Result of handling a STUN datagram.</summary>
public enum IceCheckResult
{
    /// <summary>Irrelevant: an indication, an unexpected response, or not STUN. Not answered.</summary>
    Ignored,

    /// <summary>Not authenticated or not acceptable; gets at most one reply, no larger than the request.</summary>
    Refused,

    /// <summary>Authenticated and answered, but received before: retransmission or replay. It proves nothing.</summary>
    Repeated,

    /// <summary>
    /// An authenticated check from an address that must be validated first; answered. If it nominates the address, the
    /// agent sends a check there; nothing changes until the peer answers.
    /// </summary>
    Unproven,

    /// <summary>An authenticated check, answered, or the answer to ours. Its source belongs to the peer.</summary>
    Answered,

    /// <summary>As <see cref="Answered"/>, and <see cref="IceLiteAgent.Selected"/> has changed.</summary>
    Selected,
}
