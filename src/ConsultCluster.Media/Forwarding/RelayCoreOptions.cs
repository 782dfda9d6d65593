namespace ConsultCluster.Media.Forwarding;

/// <summary>Settings of a relay core.</summary>
public sealed class RelayCoreOptions
{
    /// <summary>
    /// Silence after which a session ends. Default 15 s: a terminal checks consent every 5 s (RFC 7675 §5.1), so three
    /// checks in a row were lost, and it had time to change its network.
    /// </summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time a terminal has for its first ICE check and the DTLS handshake. Default 30 s.</summary>
    public TimeSpan SetupTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest time between two keyframe requests to one publisher. Default 500 ms.</summary>
    public TimeSpan KeyframeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between sender and receiver reports. Default 1 s.</summary>
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between quality events of a session. Default 2 s.</summary>
    public TimeSpan QualityInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Limit of a terminal's total video bitrate, in bits per second. Default 2,500,000.</summary>
    public ulong MaxVideoBitrate { get; set; } = 2_500_000;

    /// <summary>Bytes of video kept per track for retransmission. Default 512 KiB: 1.6 s at the default bitrate.</summary>
    public int VideoHistoryBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// Retransmissions per second for one receive slot. Default 250: about the packet rate of a video at the default
    /// bitrate.
    /// </summary>
    public int MaxResendsPerSecond { get; set; } = 250;

    /// <summary>
    /// SRTP and SRTCP that one session may send, in bits per second. Default 30,000,000: camera with all its layers and a
    /// shared screen, both in 4K, with retransmissions.
    /// </summary>
    public long MaxInboundBitrate { get; set; } = 30_000_000;

    /// <summary>
    /// SRTP and SRTCP packets per second that one session may send. Default 5,000: the bitrate in packets of 750 bytes.
    /// </summary>
    public int MaxInboundPackets { get; set; } = 5_000;

    /// <summary>
    /// Size of both buckets, as the time in which they fill. Default 2 s: a few keyframes of every layer at once, or what
    /// a mobile network held back.
    /// </summary>
    public TimeSpan InboundBurst { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A session ends when packets had to be dropped in more than so many seconds of one minute. Default 10: an encoder
    /// that follows REMB has long adapted.
    /// </summary>
    public int MaxInboundExcessSeconds { get; set; } = 10;

    /// <summary>Time between heartbeats on a link to another relay. Default 100 ms.</summary>
    public TimeSpan LinkHeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence after which a link is reported. Default 400 ms: four heartbeats in a row.</summary>
    public TimeSpan LinkSilenceTimeout { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>One sentence per mistake; empty when the options are valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        Require(SilenceTimeout >= TimeSpan.FromSeconds(6), "SilenceTimeout must be at least 6 s: terminals check every 5 s.");
        Require(SetupTimeout >= TimeSpan.FromSeconds(1), "SetupTimeout must be at least 1 s.");
        Require(KeyframeInterval > TimeSpan.Zero, "KeyframeInterval must be positive.");
        Require(ReportInterval >= TimeSpan.FromMilliseconds(100), "ReportInterval must be at least 100 ms.");
        Require(QualityInterval >= TimeSpan.FromMilliseconds(100), "QualityInterval must be at least 100 ms.");
        Require(MaxVideoBitrate >= 100_000, "MaxVideoBitrate must be at least 100,000 bit/s.");
        Require(VideoHistoryBytes is >= 64 * 1024 and <= 64 * 1024 * 1024, "VideoHistoryBytes must be from 64 KiB to 64 MiB.");
        Require(MaxResendsPerSecond > 0, "MaxResendsPerSecond must be positive.");
        Require(MaxInboundBitrate is >= 100_000 and <= 10_000_000_000, "MaxInboundBitrate must be from 100,000 bit/s to 10 Gbit/s.");
        Require(MaxInboundPackets is >= 100 and <= 10_000_000, "MaxInboundPackets must be from 100 to 10,000,000 per second.");
        Require(InboundBurst >= TimeSpan.FromMilliseconds(100) && InboundBurst <= TimeSpan.FromMinutes(1), "InboundBurst must be from 100 ms to 1 min.");
        Require(MaxInboundExcessSeconds is >= 1 and <= 60, "MaxInboundExcessSeconds must be from 1 to 60.");
        Require(LinkHeartbeatInterval >= TimeSpan.FromMilliseconds(10), "LinkHeartbeatInterval must be at least 10 ms.");
        Require(LinkSilenceTimeout >= LinkHeartbeatInterval * 2, "LinkSilenceTimeout must be at least two LinkHeartbeatIntervals.");
        return mistakes;

        void Require(bool holds, string mistake)
        {
            if (!holds)
            {
                mistakes.Add(mistake);
            }
        }
    }
}
