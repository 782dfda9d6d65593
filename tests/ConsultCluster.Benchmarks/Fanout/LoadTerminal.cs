using System.Net;
using ConsultCluster.Media;
using ConsultCluster.Relay;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Relay.Sockets;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>A test terminal on a socket of its own, with the relay's batched system calls so that the load does not outweigh what it measures.</summary>
internal sealed class LoadTerminal : IDisposable
{
    private const int BufferBytes = 4 * 1024 * 1024;

    private readonly SocketCounters _counters = new();
    private readonly OpenSslDtlsSessionFactory _dtls;
    private readonly UdpSocket _socket;
    private readonly ReceiveBatch _received;

    public LoadTerminal(FanoutOptions options, bool publishes)
    {
        _socket = UdpSocket.Open(new RelayOptions
        {
            Port = 0,
            BindAddress = IPAddress.Loopback,
            ReceiveBufferBytes = BufferBytes,
            SendBufferBytes = BufferBytes,
        });
        _received = new ReceiveBatch(_socket, _counters);
        Batch = new DatagramBatch(_socket, _counters, segmentationOffload: true);
        _dtls = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System), options.SrtpProfiles);
        var peer = new MediaPeerOptions
        {
            SendsAudio = false,
            SendsVideo = publishes,
            AudioSlots = 0,
            VideoSlots = publishes ? 0 : 1,
            SendsNacks = false,
        };
        Peer = new MediaPeer(peer, _dtls, OpenSslSrtpCrypto.Instance, SystemRandomSource.Instance);
    }

    public MediaPeer Peer { get; }

    public DatagramBatch Batch { get; }

    public int Descriptor => _socket.Descriptor;

    /// <summary>Takes what has arrived; the time is read before each receive call's datagrams are looked at.</summary>
    public void HandleReceived(Func<MonoTime> clock)
    {
        int count;
        do
        {
            count = _received.Receive();
            var now = clock();
            for (var i = 0; i < count; i++)
            {
                Peer.HandleDatagram(_received.Datagram(i), now, Batch);
            }
        }
        while (count == ReceiveBatch.Capacity);

        Batch.Send();
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(MonoTime now)
    {
        if (Peer.NextTimeout <= now)
        {
            Peer.HandleTimeout(now, Batch);
            Batch.Send();
        }
    }

    public void Dispose()
    {
        Peer.Dispose();
        Batch.Dispose();
        _received.Dispose();
        _socket.Dispose();
        _dtls.Dispose();
    }
}
