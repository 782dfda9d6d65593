using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.RelayHosting;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Relay;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Peers.Janus;

/// <summary>Janus with its Streaming plugin: one RTP mountpoint, and a peer connection for each receiver.</summary>
/// <param name="eventLoops">Threads that serve all receivers; null leaves Janus' default, a thread for each receiver.</param>
internal sealed class JanusServer(int? eventLoops) : IPeerServer
{
    /// <summary>It says so once its API listens.</summary>
    private const string ReadyLine = "Websockets server started";

    private readonly IPAddress _address = FindAddress();
    private JanusFolder? _folder;
    private PeerProcess? _process;
    private JanusClient? _client;
    private OpenSslDtlsSessionFactory? _dtls;

    private static PeerProgram Program { get; } = new("janus", "janus");

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("Not started.");

    public IPEndPoint Input { get; } = LoopbackPort.FindFree(ProtocolType.Udp);

    public string LastLines => _process?.LastLines ?? "";

    public IPAddress ReceiverAddress => _address;

    public async Task<IReadOnlyList<ILoadTerminal>> StartAsync(
        IPEndPoint publisher, IReadOnlyList<IPEndPoint> receivers, PeerStream stream, CancellationToken stop)
    {
        // Before its modules are looked for: the message names the package.
        _ = Program.GetPath();
        _dtls = new(DtlsCertificate.Create(TimeProvider.System), SrtpProfileNames.ToOpenSsl(stream.Profile));
        var control = LoopbackPort.FindFree(ProtocolType.Tcp);
        _folder = new(Input, _address, control, stream.PayloadType, eventLoops);
        _process = new(Program, _folder.Arguments, ReadyLine);
        await _process.WaitUntilReadyAsync(stop);
        _client = await JanusClient.ConnectAsync(control, stop);
        var watching = new List<ILoadTerminal>(receivers.Count);
        foreach (var receiver in receivers)
        {
            watching.Add(await WatchAsync(_client, receiver, stream.PayloadType, stop));
        }

        _ = _client.DrainAsync();
        return watching;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder?.Dispose();
        _dtls?.Dispose();
    }

    /// <summary>
    /// Janus skips the loopback interface, and libnice ties its sockets to the interface of their address (IP_UNICAST_IF). Between two
    /// sockets on one such address datagrams take the kernel's loopback device all the same.
    /// </summary>
    private static IPAddress FindAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
        ?? throw new PeerException("Janus skips the loopback interface: it needs another one that is up and has an IPv4 address.");

    private async Task<JanusReceiver> WatchAsync(JanusClient client, IPEndPoint receiver, byte payloadType, CancellationToken stop)
    {
        var handle = await client.AttachAsync(stop);
        var offer = JanusOffer.Parse(await client.WatchAsync(handle, stop));
        var credentials = IceCredentials.Create(SystemRandomSource.Instance);
        await client.StartAsync(handle, offer.Answer(receiver, credentials, _dtls!.LocalFingerprint, payloadType), stop);
        return new(offer, credentials, _dtls.Create(DtlsRole.Client));
    }
}
