using System.Buffers.Binary;

namespace ConsultCluster.Media.Stun;

/// <summary>The fixed part of every STUN message (RFC 8489 §5).</summary>
internal static class StunHeader
{
    /// <summary>Bytes before the first attribute.</summary>
    public const int Size = 20;

    /// <summary>The only method in ICE.</summary>
    public const int BindingMethod = 0x001;

    /// <summary>Identifies STUN of RFC 5389 and later.</summary>
    public const uint MagicCookie = 0x2112A442;

    /// <summary>XOR mask of the FINGERPRINT CRC (RFC 8489 §14.7).</summary>
    public const uint FingerprintXor = 0x5354554E;

    /// <summary>Bytes of an HMAC-SHA1.</summary>
    public const int IntegritySize = 20;

    /// <summary>
    /// Longest message: a connectivity check must fit one unfragmented datagram (RFC 8489 §6.1). It also bounds the
    /// copy for the integrity check.
    /// </summary>
    public const int MaxMessage = 1500;

    /// <summary>The 14-bit type from class and method, whose bits are interleaved (RFC 8489 §5, figure 3).</summary>
    public static ushort Type(StunClass messageClass, int method) => (ushort)(
        ((method & 0xF80) << 2) | ((method & 0x070) << 1) | (method & 0x00F)
        | (((int)messageClass & 0b10) << 7) | (((int)messageClass & 0b01) << 4));

    /// <summary>True when the datagram has a STUN header whose length field matches exactly.</summary>
    public static bool IsValid(ReadOnlySpan<byte> datagram) =>
        datagram.Length is >= Size and <= MaxMessage
        && (datagram[0] & 0xC0) == 0
        && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie
        && (datagram.Length & 3) == 0
        && BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) == datagram.Length - Size;
}
