using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Srtp;

/// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 3711 §4.1.1 and §4.2.1).</summary>
internal sealed class CounterModeTransform : SrtpTransform
{
    private const int KeyLength = 16;
    private const int SaltLength = 14;
    private const int CounterLength = 16;
    private const int MacKeyLength = 20;
    private const int MacLength = 20;
    private const int TagLength = 10;

    private readonly ICounterCipher _rtpCipher;
    private readonly ICounterCipher _rtcpCipher;
    private readonly IMac _rtpMac;
    private readonly IMac _rtcpMac;
    private readonly byte[] _rtpSalt = new byte[SaltLength];
    private readonly byte[] _rtcpSalt = new byte[SaltLength];

    public CounterModeTransform(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, ISrtpCrypto crypto)
    {
        Span<byte> key = stackalloc byte[MacKeyLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpCipherKey, key[..KeyLength]);
        _rtpCipher = crypto.CreateAesCounter(key[..KeyLength]);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtcpCipherKey, key[..KeyLength]);
        _rtcpCipher = crypto.CreateAesCounter(key[..KeyLength]);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpAuthenticationKey, key);
        _rtpMac = crypto.CreateHmacSha1(key);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtcpAuthenticationKey, key);
        _rtcpMac = crypto.CreateHmacSha1(key);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtpSalt, _rtpSalt);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyDerivation.RtcpSalt, _rtcpSalt);
        CryptographicOperations.ZeroMemory(key);
    }

    public override int RtpExpansion => TagLength;

    public override int RtcpExpansion => RtcpIndexLength + TagLength;

    [SkipLocalsInit]
    public override int ProtectRtp(long index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload)
    {
        Span<byte> counter = stackalloc byte[CounterLength];
        Span<byte> mac = stackalloc byte[MacLength];
        WriteCounter(_rtpSalt, packet.Slice(8, 4), index, counter);
        var end = headerLength + payload.Length;
        _rtpCipher.Apply(counter, payload, packet[headerLength..end]);
        ComputeRtpMac(index, packet[..end], mac);
        mac[..TagLength].CopyTo(packet[end..]);
        return end + TagLength;
    }

    [SkipLocalsInit]
    public override bool TryUnprotectRtp(long index, Span<byte> packet, int headerLength)
    {
        Span<byte> counter = stackalloc byte[CounterLength];
        Span<byte> mac = stackalloc byte[MacLength];
        var signed = packet[..^TagLength];
        ComputeRtpMac(index, signed, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..TagLength], packet[^TagLength..]))
        {
            return false;
        }

        WriteCounter(_rtpSalt, packet.Slice(8, 4), index, counter);
        var body = signed[headerLength..];
        _rtpCipher.Apply(counter, body, body);
        return true;
    }

    [SkipLocalsInit]
    public override int ProtectRtcp(uint index, ReadOnlySpan<byte> packet, Span<byte> destination)
    {
        Span<byte> counter = stackalloc byte[CounterLength];
        Span<byte> mac = stackalloc byte[MacLength];
        WriteCounter(_rtcpSalt, packet.Slice(4, 4), index, counter);
        packet[..RtcpHeaderLength].CopyTo(destination);
        _rtcpCipher.Apply(counter, packet[RtcpHeaderLength..], destination[RtcpHeaderLength..packet.Length]);
        var signedLength = packet.Length + RtcpIndexLength;
        BinaryPrimitives.WriteUInt32BigEndian(destination[packet.Length..], index | EncryptedFlag);
        _rtcpMac.Compute(destination[..signedLength], [], mac);
        mac[..TagLength].CopyTo(destination[signedLength..]);
        return signedLength + TagLength;
    }

    public override uint ReadRtcpTrailer(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt32BigEndian(packet[^(RtcpIndexLength + TagLength)..]);

    [SkipLocalsInit]
    public override bool TryUnprotectRtcp(uint index, Span<byte> packet)
    {
        Span<byte> counter = stackalloc byte[CounterLength];
        Span<byte> mac = stackalloc byte[MacLength];
        _rtcpMac.Compute(packet[..^TagLength], [], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..TagLength], packet[^TagLength..]))
        {
            return false;
        }

        WriteCounter(_rtcpSalt, packet.Slice(4, 4), index, counter);
        var body = packet[RtcpHeaderLength..^(RtcpIndexLength + TagLength)];
        _rtcpCipher.Apply(counter, body, body);
        return true;
    }

    public override void Dispose()
    {
        _rtpCipher.Dispose();
        _rtcpCipher.Dispose();
        _rtpMac.Dispose();
        _rtcpMac.Dispose();
    }

    /// <summary>The tag covers the packet and the rollover counter, which is not sent (RFC 3711 §4.2).</summary>
    private void ComputeRtpMac(long index, ReadOnlySpan<byte> signed, Span<byte> mac)
    {
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _rtpMac.Compute(signed, rollover, mac);
    }

    /// <summary>(salt · 2^16) XOR (SSRC · 2^64) XOR (index · 2^16) (RFC 3711 §4.1.1).</summary>
    private static void WriteCounter(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> ssrc, long index, Span<byte> counter)
    {
        counter[..4].Clear();
        ssrc.CopyTo(counter[4..]);
        BinaryPrimitives.WriteInt64BigEndian(counter[8..], index << 16);
        for (var i = 0; i < SaltLength; i++)
        {
            counter[i] ^= salt[i];
        }
    }
}
