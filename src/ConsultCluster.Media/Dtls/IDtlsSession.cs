using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Dtls;

/// <summary>One DTLS association (RFC 6347) that yields SRTP keys (RFC 5764): datagrams and time in, datagrams out.</summary>
public interface IDtlsSession : IDisposable
{
    /// <summary>State of the handshake.</summary>
    DtlsState State { get; }

    /// <summary>
    /// SHA-256 of the peer's certificate, 32 bytes; empty before it is received. The caller compares it with the
    /// signalled one.
    /// </summary>
    ReadOnlySpan<byte> PeerFingerprint { get; }

    /// <summary>SRTP keys; null until <see cref="DtlsState.Connected"/>.</summary>
    SrtpKeys? Keys { get; }

    /// <summary>When <see cref="HandleTimeout"/> next has work; null when there is nothing to retransmit.</summary>
    MonoTime? NextTimeout { get; }

    /// <summary>Starts the handshake as client; does nothing as server.</summary>
    void Start(MonoTime now);

    /// <summary>
    /// Handles one datagram whose first byte is 20 to 63 (RFC 7983). False when it is dropped: malformed, forged or
    /// irrelevant.
    /// </summary>
    bool HandlePacket(ReadOnlySpan<byte> datagram, MonoTime now);

    /// <summary>Retransmits the last flight when it is due.</summary>
    void HandleTimeout(MonoTime now);

    /// <summary>Closes the association with an alert to the peer.</summary>
    void Close();

    /// <summary>
    /// Copies the next datagram to send; false when there is none, or when it is longer than the destination and stays.
    /// 1,500 bytes always suffice.
    /// </summary>
    bool TryTakeDatagram(Span<byte> destination, out int length);
}
