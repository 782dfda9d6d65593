namespace ConsultCluster.Media.Forwarding;

/// <summary>How a packet follows the ones before it in its stream.</summary>
public enum Continuity
{
    /// <summary>The next packet, or a late one.</summary>
    Continues,

    /// <summary>Fits nowhere. The stream starts anew if the next packet follows this one.</summary>
    Stray,

    /// <summary>The sequence numbers jumped; the clock continued.</summary>
    Jumps,

    /// <summary>The clock jumped; no packet is missing, so decoding continues.</summary>
    ClockJumps,

    /// <summary>The sequence numbers and the clock jumped.</summary>
    StartsAnew,
}
