using System.Buffers.Binary;

namespace ConsultCluster.Media.Stun;

/// <summary>The fixed part of every STUN message (RFC 8489 §5).</summary>
internal static class StunHeader
{
    /// <summary>Bytes before the first attribute.</summary>
    public const int Size = 20;

    /// <summary>The only method that ICE uses.</summary>
    public const int BindingMethod = 0x001;

    /// <summary>Tells STUN of RFC 5389 and later from everything else.</summary>
    public const uint MagicCookie = 0x2112A442;

    /// <summary>What the CRC of FINGERPRINT is combined with (RFC 8489 §14.7).</summary>
    public const uint FingerprintXor = 0x5354554E;

    /// <summary>Bytes of an HMAC-SHA1.</summary>
    public const int IntegritySize = 20;

    /// <summary>
    /// A longer message is not a connectivity check: those must fit one unfragmented datagram (RFC 8489 §6.1). It also bounds
    /// the copy that checking the integrity needs.
    /// </summary>
    public const int MaxMessage = 1500;

    /// <summary>The 14-bit type from class and method, whose bits are interleaved (RFC 8489 §5, figure 3).</summary>
    public static ushort Type(StunClass messageClass, int method) => (ushort)(
        ((method & 0xF80) << 2) | ((method & 0x070) << 1) | (method & 0x00F)
        | (((int)messageClass & 0b10) << 7) | (((int)messageClass & 0b01) << 4));

    /// <summary>Whether the datagram starts as a STUN message and its length field covers it exactly.</summary>
    public static bool IsValid(ReadOnlySpan<byte> datagram) =>
        datagram.Length is >= Size and <= MaxMessage
        && (datagram[0] & 0xC0) == 0
        && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie
        && (datagram.Length & 3) == 0
        && BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) == datagram.Length - Size;
}
