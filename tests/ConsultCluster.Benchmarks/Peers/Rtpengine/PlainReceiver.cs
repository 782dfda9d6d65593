using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>Receives RTP that is not encrypted: an address and nothing else.</summary>
internal sealed class PlainReceiver : IPeerReceiver
{
    public bool IsReady => true;

    public MonoTime? NextTimeout => null;

    public void HandleDatagram(Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
    }

    public bool TryUnprotect(Span<byte> packet, out int length)
    {
        length = packet.Length;
        return true;
    }

    public void Dispose()
    {
    }
}
