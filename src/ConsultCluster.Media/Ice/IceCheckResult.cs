namespace ConsultCluster.Media.Ice;

/// <summary>What a STUN datagram was to an agent.</summary>
public enum IceCheckResult
{
    /// <summary>Nothing that the agent acts on: an indication, a response to nothing that it asked, no STUN at all. Not answered.</summary>
    Ignored,

    /// <summary>Not authenticated or not acceptable; answered with at most one reply that is no larger than the request.</summary>
    Refused,

    /// <summary>Authenticated and answered, but seen before: a retransmission or a replay. It proves nothing.</summary>
    Repeated,

    /// <summary>
    /// An authenticated check from an address that has to be proven first; answered. When it nominates the address, the agent now asks
    /// there; until the peer answers, nothing changes.
    /// </summary>
    Unproven,

    /// <summary>An authenticated check, answered, or the answer to a check of ours. The address it came from belongs to the peer.</summary>
    Answered,

    /// <summary>As <see cref="Answered"/>, and <see cref="IceLiteAgent.Selected"/> is now another address than before.</summary>
    Selected,
}
