using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Dtls;

/// <summary>One DTLS association (RFC 6347) that yields SRTP keys (RFC 5764): datagrams and time in, datagrams out.</summary>
public interface IDtlsSession : IDisposable
{
    /// <summary>Where the handshake stands.</summary>
    DtlsState State { get; }

    /// <summary>SHA-256 of the peer's certificate, 32 bytes; empty before it was received. The caller compares it with the signalled one.</summary>
    ReadOnlySpan<byte> PeerFingerprint { get; }

    /// <summary>SRTP keys; null until <see cref="DtlsState.Connected"/>.</summary>
    SrtpKeys? Keys { get; }

    /// <summary>When <see cref="HandleTimeout"/> next has work; null when there is nothing to retransmit.</summary>
    MonoTime? NextTimeout { get; }

    /// <summary>A client starts its handshake; a server does nothing.</summary>
    void Start(MonoTime now);

    /// <summary>Takes one datagram whose first byte is 20 to 63 (RFC 7983). False when it is dropped: malformed, forged or of no use.</summary>
    bool HandlePacket(ReadOnlySpan<byte> datagram, MonoTime now);

    /// <summary>Retransmits the last flight when it is due.</summary>
    void HandleTimeout(MonoTime now);

    /// <summary>Tells the peer that the association ends.</summary>
    void Close();

    /// <summary>Copies the next datagram to send; false when there is none. 1,500 bytes always suffice.</summary>
    bool TryTakeDatagram(Span<byte> destination, out int length);
}
