using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Cascade;

/// <summary>The handshake's only message: authenticated, not encrypted, always of the same length.</summary>
/// <param name="KeyId">Id of the secret.</param>
/// <param name="Incarnation">Incarnation of the sender's end; a new value means that it has lost its state.</param>
/// <param name="Nonce">The sender's nonce for the session keys.</param>
/// <param name="Echo">The receiver's nonce as the sender knows it; 0 when unknown.</param>
/// <param name="Index">Index under which the sender wants to receive.</param>
/// <param name="HasKeys">The sender has derived keys and needs no answer.</param>
internal readonly record struct LinkHello(uint KeyId, ulong Incarnation, ulong Nonce, ulong Echo, uint Index, bool HasKeys)
{
    public const int Length = 56;

    /// <summary>First byte of a hello: above every other protocol on the port (RFC 7983 §7).</summary>
    public const byte Marker = 0xC1;

    private const byte Version = 1;
    private const int TagLength = 16;
    private const int TagOffset = Length - TagLength;

    /// <summary>Reads a hello without checking its tag; false when it is not a hello of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out LinkHello hello)
    {
        hello = default;
        if (datagram.Length != Length || datagram[0] != Marker || datagram[1] != Version)
        {
            return false;
        }

        hello = new(
            BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[24..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[32..]),
            datagram[2] != 0);
        return hello.Nonce != 0;
    }

    /// <summary>True when the tag was made with this key.</summary>
    public static bool IsAuthentic(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> key)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, datagram[..TagOffset], tag);
        return CryptographicOperations.FixedTimeEquals(tag[..TagLength], datagram[TagOffset..]);
    }

    public void Write(Span<byte> datagram, ReadOnlySpan<byte> key)
    {
        datagram[..Length].Clear();
        datagram[0] = Marker;
        datagram[1] = Version;
        datagram[2] = (byte)(HasKeys ? 1 : 0);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], KeyId);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[8..], Incarnation);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[16..], Nonce);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[24..], Echo);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[32..], Index);
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, datagram[..TagOffset], tag);
        tag[..TagLength].CopyTo(datagram[TagOffset..]);
    }
}
