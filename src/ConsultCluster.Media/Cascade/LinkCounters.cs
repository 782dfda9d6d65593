namespace ConsultCluster.Media.Cascade;

/// <summary>What all links of a relay have done and dropped since its start. Written by the owner; other threads may read.</summary>
public sealed class LinkCounters
{
    /// <summary>Datagrams of links taken, authentic or not.</summary>
    public long DatagramsIn { get; internal set; }

    /// <summary>Datagrams sent over links, hellos not counted.</summary>
    public long DatagramsOut { get; internal set; }

    /// <summary>Datagrams under an index or key id that no link has: foreign, or of a link that is gone.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Hellos and datagrams that are cut short, of another version, or whose content makes no sense.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Hellos and datagrams whose tag is wrong: another key, or changed on the way.</summary>
    public long AuthenticationFailed { get; internal set; }

    /// <summary>Datagrams seen before.</summary>
    public long Replayed { get; internal set; }

    /// <summary>Datagrams older than the replay window.</summary>
    public long TooOld { get; internal set; }

    /// <summary>Datagrams before the handshake was done.</summary>
    public long BeforeKeys { get; internal set; }

    /// <summary>Handshakes that made keys.</summary>
    public long Handshakes { get; internal set; }

    /// <summary>Media packets accepted from links.</summary>
    public long MediaIn { get; internal set; }

    /// <summary>Media packets sent over links, retransmissions included.</summary>
    public long MediaOut { get; internal set; }

    /// <summary>Media of tracks that are not announced, or that this relay has no group for.</summary>
    public long UnknownTrack { get; internal set; }

    /// <summary>Tracks announced beyond what one link may have.</summary>
    public long TooManyTracks { get; internal set; }

    /// <summary>Packets asked for again over links.</summary>
    public long NacksOut { get; internal set; }

    /// <summary>Packets sent again over links.</summary>
    public long Resent { get; internal set; }

    /// <summary>Packets asked for again that the history does not have, or that were asked for too often.</summary>
    public long ResendsRefused { get; internal set; }

    /// <summary>Keyframes asked for over links.</summary>
    public long KeyframeRequestsOut { get; internal set; }

    /// <summary>Keyframe requests that came over links.</summary>
    public long KeyframeRequestsIn { get; internal set; }
}
