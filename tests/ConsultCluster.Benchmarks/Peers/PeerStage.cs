using System.Net;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A publisher of plain RTP and its receivers, at any server.</summary>
internal sealed class PeerStage : IDisposable
{
    public const byte PayloadType = 96;

    private const uint PublisherSsrc = 0x5EED;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);

    private readonly MediaLoad _load = new(_warmUp);
    private readonly LoadSocket _publisher;
    private readonly List<LoadSocket> _receivers;

    /// <param name="receiverAddress">Where the server can send to: <see cref="IPeerServer.ReceiverAddress"/>.</param>
    public PeerStage(int receivers, IPAddress receiverAddress)
    {
        _publisher = _load.AddSocket();
        _receivers = [.. Enumerable.Range(0, receivers).Select(_ => _load.AddSocket(receiverAddress))];
    }

    public IPEndPoint Publisher => _publisher.LocalEndPoint;

    public IReadOnlyList<IPEndPoint> Receivers => [.. _receivers.Select(socket => socket.LocalEndPoint)];

    /// <summary>Publishes at a steady rate, and measures server and load.</summary>
    /// <param name="terminals">One for each of <see cref="Receivers"/>.</param>
    public LoadResult Measure(
        int processId, IPEndPoint input, IReadOnlyList<ILoadTerminal> terminals, StageOptions options, double rate, TimeSpan duration)
    {
        for (var i = 0; i < terminals.Count; i++)
        {
            _receivers[i].Terminal = terminals[i];
        }

        var to = Media.TransportAddress.From(input);
        _load.AddPublisher(
            new RtpPublisher(PublisherSsrc, PayloadType, options.Burst, options.BarePayloadLength, (_, header, payload, sink) =>
            {
                var packet = sink.Reserve(to, header.Length + payload.Length);
                header.CopyTo(packet);
                payload.CopyTo(packet[header.Length..]);
                sink.Commit(header.Length + payload.Length);
            }),
            _publisher);
        return _load.Measure(processId, rate, _receivers.Count, duration);
    }

    public void Dispose() => _load.Dispose();
}
