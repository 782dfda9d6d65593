using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>Both ends of a link, driven by a test, with a given clock.</summary>
internal sealed class LinkPair : IAsyncDisposable
{
    private LinkPair(NodeLink node, NodeLink control)
    {
        Node = node;
        Control = control;
    }

    public NodeLink Node { get; }

    public NodeLink Control { get; }

    public static async Task<LinkPair> CreateAsync(TimeProvider clock)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var server = await listener.AcceptTcpClientAsync();
        return new LinkPair(Link(client, isServer: false, clock), Link(server, isServer: true, clock));
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Control.DisposeAsync();
    }

    private static NodeLink Link(TcpClient tcp, bool isServer, TimeProvider clock) => new(
        WebSocket.CreateFromStream(tcp.GetStream(), new WebSocketCreationOptions { IsServer = isServer }), clock)
    { MaxMessageBytes = NodeProtocol.MaxMessageBytes };
}
