using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConsultCluster.Benchmarks.Peers.Janus;

/// <summary>Speaks Janus' API over a WebSocket: one JSON object a message, one question at a time, one session for all handles.</summary>
internal sealed class JanusClient : IDisposable
{
    /// <summary>The stream's number in Streaming plugin requests.</summary>
    public const int Stream = 1;

    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[65_536];
    private int _transaction;
    private long _session;

    /// <summary>Connects, and opens the session that the handles belong to.</summary>
    /// <exception cref="PeerException">Nobody listens, or it refuses.</exception>
    public static async Task<JanusClient> ConnectAsync(IPEndPoint server, CancellationToken stop)
    {
        var client = new JanusClient();
        try
        {
            client._socket.Options.AddSubProtocol("janus-protocol");
            client._socket.Options.Proxy = null;
            await client._socket.ConnectAsync(new Uri($"ws://{server}"), stop);
            client._session = Id(await client.AskAsync(new() { ["janus"] = "create" }, stop));
            return client;
        }
        catch (WebSocketException exception)
        {
            client.Dispose();
            throw new PeerException($"Janus takes no WebSocket: {exception.Message}", exception);
        }
    }

    /// <summary>A new handle on the Streaming plugin: one receiver's peer connection.</summary>
    public async Task<long> AttachAsync(CancellationToken stop) =>
        Id(await AskAsync(new() { ["janus"] = "attach", ["plugin"] = "janus.plugin.streaming" }, stop));

    /// <summary>Asks for the stream; returns Janus' offer.</summary>
    public async Task<string> WatchAsync(long handle, CancellationToken stop)
    {
        var reply = await AskAsync(Message(handle, new() { ["request"] = "watch", ["id"] = Stream }), stop);
        return (string?)reply["jsep"]?["sdp"] ?? throw new PeerException($"Janus made no offer: {reply.ToJsonString()}");
    }

    /// <summary>Answers; media flow once the handshakes are done.</summary>
    public Task StartAsync(long handle, string answer, CancellationToken stop)
    {
        var message = Message(handle, new() { ["request"] = "start" });
        message["jsep"] = new JsonObject { ["type"] = "answer", ["sdp"] = answer };
        return AskAsync(message, stop);
    }

    /// <summary>Reads what Janus tells about its connections and drops it, until it ends: unread, it would fill Janus' queue.</summary>
    public async Task DrainAsync()
    {
        try
        {
            while ((await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of the process, or ours.
        }
    }

    public void Dispose() => _socket.Dispose();

    private static JsonObject Message(long handle, JsonObject body) => new() { ["janus"] = "message", ["handle_id"] = handle, ["body"] = body };

    private static long Id(JsonNode reply) =>
        (long?)reply["data"]?["id"] ?? throw new PeerException($"Janus' reply has no id: {reply.ToJsonString()}");

    /// <exception cref="PeerException">No answer in time, or a refusal.</exception>
    private async Task<JsonNode> AskAsync(JsonObject request, CancellationToken stop)
    {
        var transaction = (++_transaction).ToString(CultureInfo.InvariantCulture);
        request["transaction"] = transaction;
        if (_session != 0)
        {
            request["session_id"] = _session;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(_answerWithin);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            while (true)
            {
                var reply = await ReceiveAsync(timeout.Token);

                // A message is acknowledged first and answered by an event; events of other handles come in between.
                if ((string?)reply["transaction"] == transaction && (string?)reply["janus"] != "ack")
                {
                    return Error(reply) is { } error ? throw new PeerException($"Janus refused {request.ToJsonString()}: {error}") : reply;
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new PeerException($"Janus did not answer {request.ToJsonString()}");
        }
        catch (WebSocketException exception)
        {
            throw new PeerException($"Janus closed its WebSocket: {exception.Message}", exception);
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken stop)
    {
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            length += received.Count;
        }
        while (!received.EndOfMessage && length < _buffer.Length);

        try
        {
            return length > 0
                ? JsonNode.Parse(_buffer.AsSpan(0, length))!
                : throw new PeerException("Janus closed its WebSocket.");
        }
        catch (JsonException exception)
        {
            throw new PeerException($"Janus' answer is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Of the API itself, or of the plugin.</summary>
    private static string? Error(JsonNode reply) =>
        (string?)reply["janus"] == "error" ? (string?)reply["error"]?["reason"] ?? "no reason given" : (string?)reply["plugindata"]?["data"]?["error"];
}
