using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>One end of the load, without sockets and clocks: the loop owns its socket, counts the media, and hands it everything else.</summary>
internal interface ILoadTerminal : IDisposable
{
    /// <summary>Media may flow.</summary>
    bool IsReady { get; }

    /// <summary>When <see cref="HandleTimeout"/> next has work; null for never.</summary>
    MonoTime? NextTimeout { get; }

    /// <summary>Does what is due.</summary>
    void HandleTimeout(MonoTime now, IDatagramSink sink);

    /// <summary>Takes a datagram that is not RTP: STUN, DTLS, RTCP.</summary>
    void HandleControl(Span<byte> datagram, MonoTime now, IDatagramSink sink);

    /// <summary>Decrypts an RTP packet in place; false when it is not authentic. The loop asks for the first packets of a stream and a sample of the others.</summary>
    bool TryReadRtp(Span<byte> packet, out ReadOnlySpan<byte> payload);
}
