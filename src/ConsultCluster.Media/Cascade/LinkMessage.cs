namespace ConsultCluster.Media.Cascade;

/// <summary>What a sealed datagram of a link carries: the lower four bits of its first byte.</summary>
internal static class LinkMessage
{
    /// <summary>One packet of a track.</summary>
    public const byte Media = 1;

    /// <summary>Packets that are missing.</summary>
    public const byte Nack = 2;

    /// <summary>Tracks whose receivers cannot decode.</summary>
    public const byte Keyframes = 3;

    /// <summary>Times and counts, every 100 ms.</summary>
    public const byte Heartbeat = 4;

    /// <summary>A part of the ordered stream of announcements and subscriptions.</summary>
    public const byte Control = 5;

    /// <summary>How far that stream came.</summary>
    public const byte Acknowledgement = 6;

    /// <summary>Where the tracks' RTP clocks stand.</summary>
    public const byte Clocks = 7;

    /// <summary>Longest message other than media: fits every path.</summary>
    public const int MaxLength = 1150;

    public static byte TypeOf(ReadOnlySpan<byte> message) => (byte)(message[0] & 0x0F);
}
