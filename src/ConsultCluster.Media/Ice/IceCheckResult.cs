namespace ConsultCluster.Media.Ice;

/// <summary>What a STUN datagram was to an agent.</summary>
public enum IceCheckResult
{
    /// <summary>Nothing that an ICE-lite agent acts on: a response, an indication, no STUN at all. Not answered.</summary>
    Ignored,

    /// <summary>Not authenticated or not acceptable; answered with at most one reply that is no larger than the request.</summary>
    Refused,

    /// <summary>An authenticated check; answered. The address it came from belongs to the peer.</summary>
    Answered,

    /// <summary>As <see cref="Answered"/>, and <see cref="IceLiteAgent.Selected"/> is now another address than before.</summary>
    Selected,
}
