namespace ConsultCluster.Media.Cascade;

/// <summary>Counters of all links of a relay since its start. Written by the owner; other threads may read.</summary>
public sealed class LinkCounters
{
    /// <summary>Link datagrams received, authentic or not.</summary>
    public long DatagramsIn { get; internal set; }

    /// <summary>Datagrams sent over links, without hellos.</summary>
    public long DatagramsOut { get; internal set; }

    /// <summary>Datagrams with an unknown index or key id: foreign, or of a removed link.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Hellos and datagrams that are truncated, of another version, or invalid.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Hellos and datagrams with a wrong tag: another key, or modified.</summary>
    public long AuthenticationFailed { get; internal set; }

    /// <summary>Datagrams received before.</summary>
    public long Replayed { get; internal set; }

    /// <summary>Datagrams older than the replay window.</summary>
    public long TooOld { get; internal set; }

    /// <summary>Datagrams before the handshake was complete.</summary>
    public long BeforeKeys { get; internal set; }

    /// <summary>Completed handshakes.</summary>
    public long Handshakes { get; internal set; }

    /// <summary>Media packets accepted from links.</summary>
    public long MediaIn { get; internal set; }

    /// <summary>Media packets sent over links, retransmissions included.</summary>
    public long MediaOut { get; internal set; }

    /// <summary>Media of tracks that are not announced, or whose group is not on this relay.</summary>
    public long UnknownTrack { get; internal set; }

    /// <summary>Announcements beyond the limit of tracks per link.</summary>
    public long TooManyTracks { get; internal set; }

    /// <summary>Packets requested again over links.</summary>
    public long NacksOut { get; internal set; }

    /// <summary>Packets retransmitted over links.</summary>
    public long Resent { get; internal set; }

    /// <summary>Retransmission requests refused: not in the history, or requested too often.</summary>
    public long ResendsRefused { get; internal set; }

    /// <summary>Keyframe requests sent over links.</summary>
    public long KeyframeRequestsOut { get; internal set; }

    /// <summary>Keyframe requests received over links.</summary>
    public long KeyframeRequestsIn { get; internal set; }
}
