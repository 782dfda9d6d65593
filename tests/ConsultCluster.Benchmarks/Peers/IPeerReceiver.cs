using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>
/// One receiver of a peer without socket, thread and clock: the load's loop owns the socket and calls. RTP packets of the stream need
/// no call; everything else that arrives goes to <see cref="HandleDatagram"/>.
/// </summary>
internal interface IPeerReceiver : IDisposable
{
    /// <summary>Keys are there, and the server may send.</summary>
    bool IsReady { get; }

    /// <summary>When <see cref="HandleTimeout"/> next has work; null for a receiver that never sends.</summary>
    MonoTime? NextTimeout { get; }

    /// <summary>Takes STUN, DTLS and RTCP (<see cref="DatagramClassifier"/>).</summary>
    void HandleDatagram(Span<byte> datagram, MonoTime now, IDatagramSink sink);

    /// <summary>Does what is due.</summary>
    void HandleTimeout(MonoTime now, IDatagramSink sink);

    /// <summary>
    /// Checks and decrypts one RTP packet in place. For a sample: the first packet, and then at least one of every 30,000, so that the
    /// rollover counter is known.
    /// </summary>
    /// <param name="length">Length of the plain packet.</param>
    /// <returns>False for a packet that is not authentic.</returns>
    bool TryUnprotect(Span<byte> packet, out int length);
}
