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
