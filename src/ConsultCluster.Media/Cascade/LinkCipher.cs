using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// AES-128-GCM in both directions under the keys of one handshake. A datagram consists of the marker, the receiver's
/// index (24 bits), a counter (64 bits) that is the nonce, and the sealed message. The message type is encrypted.
/// </summary>
internal sealed class LinkCipher : IDisposable
{
    /// <summary>First byte of a sealed datagram: above every other protocol on the port (RFC 7983 §7).</summary>
    public const byte Marker = 0xC0;

    /// <summary>Bytes in front of the message.</summary>
    public const int HeaderLength = 12;

    /// <summary>Bytes in front of and behind the message.</summary>
    public const int Expansion = HeaderLength + TagLength;

    /// <summary>Indices have 24 bits.</summary>
    public const int MaxIndex = 0xFF_FFFF;

    private const int TagLength = 16;

    private readonly IAeadCipher _send;
    private readonly IAeadCipher _receive;
    private readonly byte[] _sendSalt;
    private readonly byte[] _receiveSalt;
    private readonly uint _peerIndex;
    private readonly ReplayWindow _seen = new();
    private long _next;

    /// <param name="session">Output of <see cref="LinkKeySchedule.DeriveSession"/>; cleared afterwards.</param>
    public LinkCipher(LinkSide side, Span<byte> session, uint peerIndex, ISrtpCrypto crypto)
    {
        var half = LinkKeySchedule.SessionLength / 2;
        var send = side == LinkSide.First ? session[..half] : session[half..];
        var receive = side == LinkSide.First ? session[half..] : session[..half];
        _send = crypto.CreateAesGcm(send[..LinkKeySchedule.CipherKeyLength]);
        _receive = crypto.CreateAesGcm(receive[..LinkKeySchedule.CipherKeyLength]);
        _sendSalt = send[LinkKeySchedule.CipherKeyLength..].ToArray();
        _receiveSalt = receive[LinkKeySchedule.CipherKeyLength..].ToArray();
        _peerIndex = peerIndex & MaxIndex;
        CryptographicOperations.ZeroMemory(session);
    }

    /// <summary>Reads the receiver's index; false when the datagram is not a sealed one.</summary>
    public static bool TryReadIndex(ReadOnlySpan<byte> datagram, out uint index)
    {
        index = 0;
        if (datagram.Length <= Expansion || datagram[0] != Marker)
        {
            return false;
        }

        index = BinaryPrimitives.ReadUInt32BigEndian(datagram) & MaxIndex;
        return true;
    }

    /// <summary>Seals the message that follows the space for the header; returns the datagram's length.</summary>
    [SkipLocalsInit]
    public int Seal(Span<byte> datagram, int messageLength)
    {
        Span<byte> nonce = stackalloc byte[CipherNonceLength];
        var counter = _next++;
        BinaryPrimitives.WriteUInt32BigEndian(datagram, ((uint)Marker << 24) | _peerIndex);
        BinaryPrimitives.WriteInt64BigEndian(datagram[4..], counter);
        WriteNonce(_sendSalt, counter, nonce);
        var length = Expansion + messageLength;
        _send.Seal(nonce, datagram[..HeaderLength], datagram.Slice(HeaderLength, messageLength), datagram[HeaderLength..length]);
        return length;
    }

    /// <summary>Decrypts in place.</summary>
    /// <param name="isNewest">True for the newest datagram so far: its source is the peer's current address.</param>
    [SkipLocalsInit]
    public SrtpResult TryOpen(Span<byte> datagram, out Span<byte> message, out bool isNewest)
    {
        Span<byte> nonce = stackalloc byte[CipherNonceLength];
        message = default;
        var counter = BinaryPrimitives.ReadInt64BigEndian(datagram[4..]);
        isNewest = counter > _seen.Highest;
        if (_seen.Check(counter) is var verdict and not SrtpResult.Ok)
        {
            return verdict;
        }

        WriteNonce(_receiveSalt, counter, nonce);
        var body = datagram[HeaderLength..];
        if (!_receive.TryOpen(nonce, datagram[..HeaderLength], body, body[..^TagLength]))
        {
            return SrtpResult.AuthenticationFailed;
        }

        _seen.Accept(counter);
        message = body[..^TagLength];
        return SrtpResult.Ok;
    }

    public void Dispose()
    {
        _send.Dispose();
        _receive.Dispose();
    }

    private const int CipherNonceLength = LinkKeySchedule.CipherSaltLength;

    private static void WriteNonce(ReadOnlySpan<byte> salt, long counter, Span<byte> nonce)
    {
        salt.CopyTo(nonce);
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], BinaryPrimitives.ReadInt64BigEndian(nonce[4..]) ^ counter);
    }
}
