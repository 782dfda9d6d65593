using System.Net.WebSockets;
using System.Text;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Tests.Harness;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>The node's end of a link in the hands of a test: it says whatever the test wants.</summary>
internal sealed class RawNode : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly NodeLink _link;
    private bool _hasSaidWhatItHolds;
    private Timer? _heartbeats;

    private RawNode(ClientWebSocket socket)
    {
        _socket = socket;
        _link = new NodeLink(socket, TimeProvider.System) { MaxMessageBytes = NodeProtocol.MaxMessageBytes };
    }

    public static async Task<RawNode> ConnectAsync(Uri control)
    {
        var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        var scheme = control.Scheme == "https" ? "wss" : "ws";
        await socket.ConnectAsync(new UriBuilder(control) { Scheme = scheme, Path = NodeProtocol.Path }.Uri, CancellationToken.None).InTimeAsync();
        return new RawNode(socket);
    }

    /// <summary>Has proved the key; the next is to announce itself.</summary>
    public static async Task<RawNode> WelcomedAsync(Uri control)
    {
        var node = await ConnectAsync(control);
        Assert.IsType<Welcome>(await node.ProveAsync(NodeCluster.Key, null));
        return node;
    }

    /// <summary>Has joined with one relay that holds nothing.</summary>
    /// <param name="heartbeats">Stays alive by itself.</param>
    public static async Task<RawNode> JoinedAsync(Uri control, string name, bool heartbeats = true)
    {
        var node = await WelcomedAsync(control);
        node.Announce(name, "instance-1");
        Assert.IsType<Joined>(await node.ReadAsync());
        if (heartbeats)
        {
            node._heartbeats = new Timer(_ => node.Send(new Heartbeat(1)), null, TimeSpan.Zero, NodeTimings.HeartbeatInterval);
        }

        return node;
    }

    public void Send(NodeMessage message) => _link.TrySend(message);

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public void Announce(string name, string instance, params HeldSessionDto[] sessions)
    {
        var relay = $"{name}-1";
        Send(new Announce(name, instance, "machine-9", "south", false, [new AnnouncedRelay(relay, ["192.0.2.7:7000"], new RelayStatus(relay, 3, 0, 0.25, 0, 0, [], new ProbeTicketDto("probe", "password")))]));
        Send(new HeldSessions(sessions, true));
    }

    /// <summary>
    /// The next message that is no heartbeat; null when the link has ended. The engine's question after joining, what the relay still holds, is
    /// answered by the way: nothing.
    /// </summary>
    public async Task<NodeMessage?> ReadAsync()
    {
        while (true)
        {
            var read = await _link.ReadAsync().InTimeAsync();
            if (read.Message is OrderMessage { Order: ListSessions } question && !_hasSaidWhatItHolds)
            {
                _hasSaidWhatItHolds = true;
                Send(new AnswerMessage(question.Id, new SessionList([])));
            }
            else if (read.Message is not Heartbeat)
            {
                return read.Message;
            }
        }
    }

    public async Task<T> ReadAsync<T>()
        where T : NodeMessage => Assert.IsType<T>(await ReadAsync());

    /// <summary>What the other end says before it closes, after orders that it may have given.</summary>
    public async Task<string> RefusalAsync()
    {
        NodeMessage? last;
        do
        {
            last = await ReadAsync();
        }
        while (last is OrderMessage);

        var refused = Assert.IsType<Refused>(last);
        Assert.NotEqual(string.Empty, refused.Reason);
        Assert.Null(await ReadAsync());
        return refused.Code;
    }

    public async Task<NodeMessage?> ProveAsync(string key, string? certificate)
    {
        var nonce = NodeKey.NewNonce();
        Send(new Hello(NodeProtocol.Version, nonce));
        var challenge = await ReadAsync<Challenge>();
        Send(new Proof(NodeKey.Parse(key)!.ProveAsNode(nonce, challenge.Nonce, certificate), certificate));
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_heartbeats is not null)
        {
            await _heartbeats.DisposeAsync();
        }

        await _link.DisposeAsync();
    }
}
