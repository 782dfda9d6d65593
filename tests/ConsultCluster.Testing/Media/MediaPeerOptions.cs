namespace ConsultCluster.Testing.Media;

/// <summary>What a terminal offers.</summary>
public sealed class MediaPeerOptions
{
    public bool SendsAudio { get; set; } = true;

    public bool SendsVideo { get; set; } = true;

    public bool SendsScreen { get; set; }

    /// <summary>Camera sections beyond the first.</summary>
    public int FurtherVideos { get; set; }

    public int AudioSlots { get; set; } = 2;

    public int VideoSlots { get; set; } = 2;

    /// <summary>Writes <c>a=ssrc</c> lines; without them the relay learns SSRCs from packets.</summary>
    public bool SignalsSsrc { get; set; } = true;

    /// <summary>Puts the MID extension into the packets it sends.</summary>
    public bool SendsMid { get; set; } = true;

    public bool OffersRtx { get; set; } = true;

    /// <summary>Understands PLI; without it FIR is left.</summary>
    public bool OffersPli { get; set; } = true;

    /// <summary>The one codec of its video sections, as in <c>a=rtpmap</c>. Packets are VP8 whatever it says.</summary>
    public string VideoMapping { get; set; } = "VP8/90000";

    /// <summary><c>a=fmtp</c> of the video codec; empty for none.</summary>
    public string VideoParameters { get; set; } = "";

    /// <summary>Asks for lost video packets.</summary>
    public bool SendsNacks { get; set; } = true;

    /// <summary>Keeps every packet received; off for benchmarks.</summary>
    public bool KeepsPackets { get; set; } = true;

    /// <summary>Takes each packet of a slot as it comes, kept or not; null for nobody.</summary>
    public PeerPacketHandler? OnPacket { get; set; }

    public byte OpusPayloadType { get; set; } = 111;

    public byte Vp8PayloadType { get; set; } = 96;

    public byte Vp8RtxPayloadType { get; set; } = 97;

    public byte MidExtension { get; set; } = 4;

    public byte AudioLevelExtension { get; set; } = 1;

    /// <summary><c>actpass</c> leaves the choice to the answer (RFC 8842 §5.2).</summary>
    public string Setup { get; set; } = "actpass";

    /// <summary>Between two consent checks (RFC 7675 §5.1).</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(2.5);
}
