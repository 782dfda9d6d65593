using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Server.Tests.Nodes;
using ConsultCluster.Testing.Time;
using Xunit.Abstractions;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Connections to the node endpoint that say nothing, and come anew whenever one of them ends.</summary>
[Trait("attack", "15")]
public sealed class SilentSockets(ITestOutputHelper output)
{
    private const int Sockets = 200;
    private const int Addresses = 8;
    private const int Nodes = 18;

    [Fact]
    public async Task Connect_TwoHundredAllTheTime_EveryNodeJoinsAtTheFirstAttempt()
    {
        await using var cluster = await NodeCluster.StartAsync(hasGroups: false);
        using var stop = new CancellationTokenSource();
        var opened = new ConcurrentDictionary<int, int>();
        var floods = Enumerable.Range(0, Sockets).Select(i => FloodAsync(cluster.Address, i, opened, stop.Token)).ToArray();
        await Eventually.HoldsAsync(() => opened.Values.Sum() >= Sockets, "the flood is there");

        var joined = 0;
        for (var i = 0; i < Nodes; i++)
        {
            await using var node = await RawNode.ConnectAsync(cluster.Address);
            joined += await node.ProveAsync(NodeCluster.Key, null, $"raw-{i}") is Welcome ? 1 : 0;
        }

        await stop.CancelAsync();
        await Task.WhenAll(floods);
        output.WriteLine($"{joined} of {Nodes} nodes joined while {opened.Values.Sum()} silent connections were opened");
        Assert.Equal(Nodes, joined);
    }

    /// <summary>One socket of the flood: silent until it is closed, then again.</summary>
    private static async Task FloodAsync(Uri control, int number, ConcurrentDictionary<int, int> opened, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var handler = new SocketsHttpHandler { ConnectCallback = (context, cancel) => ConnectAsync(context, number, cancel) };
        using var invoker = new HttpMessageInvoker(handler);
        try
        {
            while (true)
            {
                using var socket = new ClientWebSocket();
                try
                {
                    await socket.ConnectAsync(new UriBuilder(control) { Scheme = "ws", Path = NodeProtocol.Path }.Uri, invoker, stop);
                    opened.AddOrUpdate(number, 1, (_, count) => count + 1);
                    await socket.ReceiveAsync(new byte[4096], stop);
                }
                catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException)
                {
                    // Refused by a limit of requests, or ended without a word.
                }

                await pace.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, int number, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 9, (byte)(1 + (number % Addresses))]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
