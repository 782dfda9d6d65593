namespace ConsultCluster.Media.Cascade;

/// <summary>Type of a sealed link message: the lower four bits of its first byte.</summary>
internal static class LinkMessage
{
    /// <summary>One packet of a track.</summary>
    public const byte Media = 1;

    /// <summary>Request for missing packets.</summary>
    public const byte Nack = 2;

    /// <summary>Keyframe requests for tracks.</summary>
    public const byte Keyframes = 3;

    /// <summary>Times and counts, every 100 ms.</summary>
    public const byte Heartbeat = 4;

    /// <summary>A part of the ordered stream of announcements and subscriptions.</summary>
    public const byte Control = 5;

    /// <summary>Acknowledgement of that stream.</summary>
    public const byte Acknowledgement = 6;

    /// <summary>RTP clocks of the tracks.</summary>
    public const byte Clocks = 7;

    /// <summary>Longest message other than media; fits every path.</summary>
    public const int MaxLength = 1150;

    public static byte TypeOf(ReadOnlySpan<byte> message) => (byte)(message[0] & 0x0F);
}
