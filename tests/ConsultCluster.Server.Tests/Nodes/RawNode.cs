using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Testing.Time;

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

    /// <summary>The key of the raw node of that name, the same in every run.</summary>
    public static IdentityKey KeyOf(string name) => IdentityKey.Of(SHA256.HashData(Encoding.UTF8.GetBytes("raw node " + name)));

    /// <summary>Is enrolled with the node key; the next is to announce itself.</summary>
    public static async Task<RawNode> WelcomedAsync(Uri control, string name = "raw", string instance = "instance-1")
    {
        var node = await ConnectAsync(control);
        Assert.IsType<Welcome>(await node.ProveAsync(NodeCluster.Key, null, name, instance));
        return node;
    }

    /// <summary>Has joined with one relay that holds nothing.</summary>
    /// <param name="heartbeats">Stays alive by itself.</param>
    public static async Task<RawNode> JoinedAsync(Uri control, string name, bool heartbeats = true)
    {
        var node = await WelcomedAsync(control, name);
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

    public void Announce(string name, string instance, params HeldSessionDto[] sessions) => Announce(name, instance, capacity: 0, sessions);

    public void Announce(string name, string instance, double capacity, params HeldSessionDto[] sessions)
    {
        var relay = $"{name}-1";
        Send(new Announce(name, instance, "machine-9", "south", false, [new AnnouncedRelay(relay, ["192.0.2.7:7000"], new RelayStatus(relay, 3, 0, capacity > 0 ? 0 : 0.25, 0, capacity, [], new ProbeTicketDto("probe", "password")))]));
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

    /// <summary>Proves the key of the raw node of that name, and vouches for one relay; returns what the other end says.</summary>
    /// <param name="joinKey">The node key, as a voucher; null for none.</param>
    /// <param name="identity">Signs in place of the node's own key; null for that.</param>
    public async Task<NodeMessage?> ProveAsync(string? joinKey, string? certificate, string name = "raw", string instance = "instance-1", IdentityKey? identity = null, string? code = null)
    {
        var nonce = NodeKey.NewNonce();
        Send(new Hello(NodeProtocol.Version, nonce));
        var challenge = await ReadAsync<Challenge>();
        var key = identity ?? KeyOf(name);
        var said = new Transcript(nonce, challenge.Nonce, certificate, challenge.Key, name, instance, key.PublicKey, [new RelayCertificate($"{name}-1", FingerprintOf(name))]);
        Send(new Proof(name, instance, key.PublicKey, said.Relays, key.Sign(said.OfNode), certificate, VoucherOf(joinKey, code, said)));
        return await ReadAsync();
    }

    /// <summary>The certificate for which the raw node of that name vouches.</summary>
    public static string FingerprintOf(string name) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("certificate of " + name)));

    private static Voucher? VoucherOf(string? joinKey, string? code, Transcript said) =>
        JoinCodeText.Parse(code) is { } given ? new Voucher("code", given.Id, given.Key.Prove(said.OfVoucher))
        : joinKey is not null && NodeKey.Parse(joinKey) is { } key ? new Voucher("key", key.Id, key.Prove(said.OfVoucher))
        : null;

    public async ValueTask DisposeAsync()
    {
        if (_heartbeats is not null)
        {
            await _heartbeats.DisposeAsync();
        }

        await _link.DisposeAsync();
    }
}
