using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714).</summary>
internal sealed class GcmTransform : SrtpTransform
{
    private const int KeyLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly IAeadCipher _rtp;
    private readonly IAeadCipher _rtcp;
    private readonly byte[] _rtpSalt = new byte[NonceLength];
    private readonly byte[] _rtcpSalt = new byte[NonceLength];

    public GcmTransform(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, ISrtpCrypto crypto)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpCipherKey, key);
        _rtp = crypto.CreateAesGcm(key);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtcpCipherKey, key);
        _rtcp = crypto.CreateAesGcm(key);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpSalt, _rtpSalt);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtcpSalt, _rtcpSalt);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>With session keys instead of master keys, for the RFC's test vectors.</summary>
    internal GcmTransform(IAeadCipher rtp, IAeadCipher rtcp, ReadOnlySpan<byte> salt)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        salt.CopyTo(_rtpSalt);
        salt.CopyTo(_rtcpSalt);
    }

    public override int RtpExpansion => TagLength;

    public override int RtcpExpansion => TagLength + RtcpIndexLength;

    [SkipLocalsInit]
    public override int ProtectRtp(long index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteRtpNonce(index, packet, nonce);
        var length = headerLength + payload.Length + TagLength;
        _rtp.Seal(nonce, packet[..headerLength], payload, packet[headerLength..length]);
        return length;
    }

    [SkipLocalsInit]
    public override bool TryUnprotectRtp(long index, Span<byte> packet, int headerLength)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteRtpNonce(index, packet, nonce);
        var body = packet[headerLength..];
        return _rtp.TryOpen(nonce, packet[..headerLength], body, body[..^TagLength]);
    }

    [SkipLocalsInit]
    public override int ProtectRtcp(uint index, ReadOnlySpan<byte> packet, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        WriteRtcpNonce(index, packet, nonce);
        packet[..RtcpHeaderLength].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[RtcpHeaderLength..], index | EncryptedFlag);

        associated[..RtcpHeaderLength].CopyTo(destination);
        var sealedEnd = packet.Length + TagLength;
        _rtcp.Seal(nonce, associated, packet[RtcpHeaderLength..], destination[RtcpHeaderLength..sealedEnd]);
        associated[RtcpHeaderLength..].CopyTo(destination[sealedEnd..]);
        return sealedEnd + RtcpIndexLength;
    }

    public override uint ReadRtcpTrailer(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[^RtcpIndexLength..]);

    [SkipLocalsInit]
    public override bool TryUnprotectRtcp(uint index, Span<byte> packet)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> associated = stackalloc byte[RtcpHeaderLength + RtcpIndexLength];
        WriteRtcpNonce(index, packet, nonce);
        packet[..RtcpHeaderLength].CopyTo(associated);
        packet[^RtcpIndexLength..].CopyTo(associated[RtcpHeaderLength..]);
        var body = packet[RtcpHeaderLength..^RtcpIndexLength];
        return _rtcp.TryOpen(nonce, associated, body, body[..^TagLength]);
    }

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>00 00 || SSRC || ROC || SEQ, combined with the salt (RFC 7714 §8.1).</summary>
    private void WriteRtpNonce(long index, ReadOnlySpan<byte> header, Span<byte> nonce)
    {
        var ssrc = (ulong)BinaryPrimitives.ReadUInt32BigEndian(header[8..]) << 16;
        BinaryPrimitives.WriteUInt64BigEndian(nonce, BinaryPrimitives.ReadUInt64BigEndian(_rtpSalt) ^ ssrc ^ (ushort)(index >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], BinaryPrimitives.ReadUInt32BigEndian(_rtpSalt.AsSpan(8)) ^ (uint)index);
    }

    /// <summary>00 00 || SSRC || 00 00 || index, combined with the salt (RFC 7714 §9.1).</summary>
    private void WriteRtcpNonce(uint index, ReadOnlySpan<byte> packet, Span<byte> nonce)
    {
        var ssrc = (ulong)BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) << 16;
        BinaryPrimitives.WriteUInt64BigEndian(nonce, BinaryPrimitives.ReadUInt64BigEndian(_rtcpSalt) ^ ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], BinaryPrimitives.ReadUInt32BigEndian(_rtcpSalt.AsSpan(8)) ^ index);
    }
}
