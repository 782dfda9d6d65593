namespace ConsultCluster.Media.Srtp;

/// <summary>
/// Encrypts and authenticates packets to one terminal (RFC 3711, RFC 7714). One owner thread; allocates nothing per
/// packet.
/// </summary>
public sealed class SrtpSender : IDisposable
{
    /// <summary>SRTCP indices have 31 bits; one key must not protect more packets (RFC 3711 §9.2).</summary>
    private const uint MaxRtcpIndex = 0x7FFF_FFFF;

    /// <summary>RTCP common header and sender SSRC.</summary>
    private const int RtcpHeaderLength = 8;

    private readonly SrtpTransform _transform;
    private uint _nextRtcpIndex;

    /// <summary>Derives the session keys of the send direction.</summary>
    public SrtpSender(SrtpKeys keys, ISrtpCrypto crypto)
        : this(SrtpTransform.Create(keys.Profile, keys.SendKey, keys.SendSalt, crypto))
    {
    }

    internal SrtpSender(SrtpTransform transform, uint firstRtcpIndex = 0)
    {
        _transform = transform;
        _nextRtcpIndex = firstRtcpIndex;
    }

    /// <summary>Most bytes that protection adds to an RTP or RTCP packet.</summary>
    public int MaxExpansion => _transform.RtcpExpansion;

    /// <summary>
    /// Writes header, encrypted payload and tag; returns the total length. Never use an index of an SSRC twice with
    /// different contents: that reuses a nonce and breaks the key. Header and payload may already be in place in
    /// <paramref name="destination"/>.
    /// </summary>
    /// <param name="packetIndex">48 bits: the stream's rollover counter, then the header's sequence number.</param>
    /// <param name="header">Fixed header, CSRCs and extension; not encrypted.</param>
    /// <param name="payload">Plaintext, padding included.</param>
    /// <param name="destination">Room for both and <see cref="MaxExpansion"/>.</param>
    public int ProtectRtp(long packetIndex, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        // Compares the positions, not the contents: the relay writes headers in place.
        if (header != destination[..header.Length])
        {
            header.CopyTo(destination);
        }

        return _transform.ProtectRtp(packetIndex, destination, header.Length, payload);
    }

    /// <summary>Writes the protected compound packet; returns the total length.</summary>
    /// <param name="packet">
    /// Compound or reduced-size RTCP (RFC 5506) of at least 8 bytes; outside of <paramref name="destination"/>, or at
    /// its start.
    /// </param>
    /// <param name="destination">Room for the packet and <see cref="MaxExpansion"/>.</param>
    /// <exception cref="InvalidOperationException">2^31 packets were sent; the session needs new keys.</exception>
    public int ProtectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination)
    {
        if (packet.Length < RtcpHeaderLength)
        {
            throw new ArgumentException("Shorter than an RTCP header and SSRC.", nameof(packet));
        }

        if (_nextRtcpIndex > MaxRtcpIndex)
        {
            throw new InvalidOperationException("Every SRTCP index of this key is used up.");
        }

        return _transform.ProtectRtcp(_nextRtcpIndex++, packet, destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _transform.Dispose();
}
