using ConsultCluster.Media;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Testing.Network;

/// <summary>A terminal on a fake network.</summary>
public sealed class PeerNode(MediaPeer peer) : INetworkNode
{
    public MediaPeer Peer { get; } = peer;

    public MonoTime? NextTimeout => Peer.NextTimeout;

    public void HandleDatagram(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink) =>
        Peer.HandleDatagram(datagram, now, sink);

    public void Flush(MonoTime now, IDatagramSink sink)
    {
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink) => Peer.HandleTimeout(now, sink);
}
