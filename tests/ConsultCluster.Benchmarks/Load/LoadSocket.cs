using System.Buffers.Binary;
using System.Net;
using ConsultCluster.Media;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>A socket within this machine and the terminal on it.</summary>
internal sealed class LoadSocket : IDisposable
{
    /// <summary>A second of 30 Mbit/s: the load may read late, it must not lose.</summary>
    private const int BufferBytes = 4 * 1024 * 1024;

    private readonly UdpSocket _socket;
    private readonly List<ReceivedStream> _streams = [];

    /// <param name="address">Of this machine, so that what is sent to it stays in it.</param>
    public LoadSocket(IPAddress address)
    {
        _socket = UdpSocket.Open(new RelayOptions
        {
            Port = 0,
            BindAddress = address,
            ReceiveBufferBytes = BufferBytes,
            SendBufferBytes = BufferBytes,
        });
        TimedReceiveBatch.Enable(_socket);
        Batch = new DatagramBatch(_socket, new SocketCounters(), segmentationOffload: true);
    }

    public IPEndPoint LocalEndPoint => _socket.LocalEndPoint;

    public DatagramBatch Batch { get; }

    /// <summary>Set before the first datagram comes.</summary>
    public ILoadTerminal? Terminal { get; set; }

    /// <summary>Takes what has arrived.</summary>
    public void Receive(TimedReceiveBatch batch, IReadOnlyDictionary<uint, RtpPublisher> publishers, LoadTally tally)
    {
        var count = batch.Receive(_socket);
        if (count == 0 || Terminal is not { } terminal)
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var datagram = batch.Datagram(i);
            if (DatagramClassifier.Classify(datagram) == DatagramKind.Rtp)
            {
                tally.Wrong += Stream(datagram).Handle(datagram, batch.ArrivedAt(i), terminal, publishers, tally) ? 0 : 1;
            }
            else
            {
                terminal.HandleControl(datagram, LoadClock.Now, Batch);
            }
        }

        Batch.Send();
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(MonoTime now)
    {
        if (Terminal?.NextTimeout <= now)
        {
            Terminal.HandleTimeout(now, Batch);
            Batch.Send();
        }
    }

    public void Dispose()
    {
        Terminal?.Dispose();
        Batch.Dispose();
        _socket.Dispose();
    }

    private ReceivedStream Stream(ReadOnlySpan<byte> packet)
    {
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        foreach (var stream in _streams)
        {
            if (stream.Ssrc == ssrc)
            {
                return stream;
            }
        }

        var added = new ReceivedStream(ssrc);
        _streams.Add(added);
        return added;
    }
}
