using ConsultCluster.Media;

namespace ConsultCluster.Testing.Network;

/// <summary>Something with one address on a <see cref="FakeNetwork"/>.</summary>
public interface INetworkNode
{
    MonoTime? NextTimeout { get; }

    /// <summary>Takes one datagram; the buffer is the node's to change.</summary>
    void HandleDatagram(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink);

    /// <summary>Called after everything that arrives at one moment was handed over.</summary>
    void Flush(MonoTime now, IDatagramSink sink);

    void HandleTimeout(MonoTime now, IDatagramSink sink);
}
