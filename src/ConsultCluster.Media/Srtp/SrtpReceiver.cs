using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ConsultCluster.Media.Srtp;

/// <summary>
/// Verifies and decrypts one terminal's packets in place (RFC 3711, RFC 7714). Only authentic packets create state per
/// SSRC, up to a limit. One owner thread; allocates nothing per packet.
/// </summary>
public sealed class SrtpReceiver : IDisposable
{
    /// <summary>
    /// Limit of SSRCs per terminal, separately for RTP and RTCP: 16 tracks with 3 layers and RTX are 96.
    /// </summary>
    internal const int MaxStreams = 256;

    /// <summary>
    /// An SSRC whose first packet has a lower sequence number may have wrapped before it, if all earlier packets were
    /// lost (RFC 3711 §3.3.1).
    /// </summary>
    private const int WrappedBefore = 0x2000;

    /// <summary>Longer than any datagram that the relay takes.</summary>
    private const int MaxDatagram = 2048;

    private const int MinRtpHeaderLength = 12;
    private const int RtcpHeaderLength = 8;
    private const uint RtcpEncryptedFlag = 0x8000_0000;

    private readonly SrtpTransform _transform;
    private readonly Dictionary<uint, SrtpStream> _rtp = [];
    private readonly Dictionary<uint, SrtpStream> _rtcp = [];

    /// <summary>Derives the session keys of the receive direction.</summary>
    public SrtpReceiver(SrtpKeys keys, ISrtpCrypto crypto)
        : this(SrtpTransform.Create(keys.Profile, keys.ReceiveKey, keys.ReceiveSalt, crypto))
    {
    }

    internal SrtpReceiver(SrtpTransform transform)
    {
        _transform = transform;
    }

    /// <summary>Decrypts an RTP packet in place.</summary>
    /// <param name="packet">
    /// The datagram; unchanged unless the result is <see cref="SrtpResult.Ok"/>, or the tag was wrong.
    /// </param>
    /// <param name="headerLength">Fixed header, CSRCs and extension, as parsed.</param>
    /// <param name="length">Length of the decrypted packet without the tag; 0 when it must be dropped.</param>
    /// <param name="packetIndex">48 bits: rollover counter and sequence number.</param>
    public SrtpResult TryUnprotectRtp(Span<byte> packet, int headerLength, out int length, out long packetIndex)
    {
        length = 0;
        packetIndex = 0;
        if (headerLength < MinRtpHeaderLength || packet.Length < headerLength + _transform.RtpExpansion)
        {
            return SrtpResult.Malformed;
        }

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var known = _rtp.TryGetValue(ssrc, out var stream);
        var index = known ? stream!.EstimateIndex(sequence) : sequence;
        var other = known ? stream!.OtherIndex(index, sequence) : sequence < WrappedBefore ? SrtpStream.Rollover + sequence : null;
        var result = other is { } second
            ? TryEither(packet, headerLength, stream, ref index, second)
            : Try(packet, headerLength, stream, index);
        if (result != SrtpResult.Ok)
        {
            stream?.HandleRefused();
            return result;
        }

        if (!known && !TryAdd(_rtp, ssrc, out stream))
        {
            return SrtpResult.TooManyStreams;
        }

        stream!.Accept(index);
        length = packet.Length - _transform.RtpExpansion;
        packetIndex = index;
        return SrtpResult.Ok;
    }

    /// <summary>Decrypts an RTCP packet in place.</summary>
    /// <param name="packet">
    /// The datagram; unchanged unless the result is <see cref="SrtpResult.Ok"/>, or the tag was wrong.
    /// </param>
    /// <param name="length">Length of the decrypted compound packet; 0 when it must be dropped.</param>
    public SrtpResult TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        if (packet.Length < RtcpHeaderLength + _transform.RtcpExpansion)
        {
            return SrtpResult.Malformed;
        }

        var trailer = _transform.ReadRtcpTrailer(packet);
        if ((trailer & RtcpEncryptedFlag) == 0)
        {
            return SrtpResult.Malformed;
        }

        var index = trailer & ~RtcpEncryptedFlag;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var known = _rtcp.TryGetValue(ssrc, out var stream);
        if (known && stream!.Check(index) is var verdict and not SrtpResult.Ok)
        {
            return verdict;
        }

        if (!_transform.TryUnprotectRtcp(index, packet))
        {
            return SrtpResult.AuthenticationFailed;
        }

        if (!known && !TryAdd(_rtcp, ssrc, out stream))
        {
            return SrtpResult.TooManyStreams;
        }

        stream!.Accept(index);
        length = packet.Length - _transform.RtcpExpansion;
        return SrtpResult.Ok;
    }

    /// <inheritdoc/>
    public void Dispose() => _transform.Dispose();

    private SrtpResult Try(Span<byte> packet, int headerLength, SrtpStream? stream, long index)
    {
        var verdict = stream?.Check(index) ?? SrtpResult.Ok;
        return verdict != SrtpResult.Ok ? verdict
            : _transform.TryUnprotectRtp(index, packet, headerLength) ? SrtpResult.Ok
            : SrtpResult.AuthenticationFailed;
    }

    /// <summary>Tries a second index when the first one is refused, for which the packet is copied. Only for streams in trouble.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private SrtpResult TryEither(Span<byte> packet, int headerLength, SrtpStream? stream, ref long index, long second)
    {
        if (packet.Length > MaxDatagram)
        {
            return Try(packet, headerLength, stream, index);
        }

        Span<byte> copy = stackalloc byte[MaxDatagram];
        packet.CopyTo(copy);
        var first = Try(packet, headerLength, stream, index);
        if (first == SrtpResult.Ok)
        {
            return first;
        }

        copy[..packet.Length].CopyTo(packet);
        if (Try(packet, headerLength, stream, second) != SrtpResult.Ok)
        {
            return first;
        }

        index = second;
        return SrtpResult.Ok;
    }

    private static bool TryAdd(Dictionary<uint, SrtpStream> streams, uint ssrc, out SrtpStream? stream)
    {
        stream = streams.Count < MaxStreams ? new SrtpStream() : null;
        return stream is not null && streams.TryAdd(ssrc, stream);
    }
}
