using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Clients.Tests.Browsers;

/// <summary>Commands of WebDriver BiDi (W3C) over its WebSocket, which Firefox has built in.</summary>
internal sealed class BidiConnection : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly Action<JsonElement> _onEvent;
    private Task _receiving = Task.CompletedTask;
    private int _lastId;

    private BidiConnection(Action<JsonElement> onEvent) => _onEvent = onEvent;

    /// <summary>Connects to the browser's address, such as <c>ws://127.0.0.1:9222/session</c>.</summary>
    public static async Task<BidiConnection> ConnectAsync(Uri address, Action<JsonElement> onEvent)
    {
        var connection = new BidiConnection(onEvent);
        await connection._socket.ConnectAsync(address, CancellationToken.None).InTimeAsync();
        connection._receiving = connection.ReceiveAsync();
        return connection;
    }

    /// <summary>Sends a command; returns its result.</summary>
    /// <exception cref="InvalidOperationException">The browser answers with an error.</exception>
    public async Task<JsonElement> SendAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        var message = await answer.Task.InTimeAsync();
        return message.TryGetProperty("result", out var result)
            ? result
            : throw new InvalidOperationException($"{method}: {message.GetProperty("error")}, {message.GetProperty("message")}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[BufferBytes];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                message.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Handle(JsonDocument.Parse(message.ToArray()).RootElement);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or JsonException)
        {
            foreach (var pending in _pending.Values)
            {
                pending.TrySetException(new InvalidOperationException("Firefox is gone.", gone));
            }
        }
    }

    private void Handle(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
        {
            if (_pending.TryRemove(id.GetInt32(), out var answer))
            {
                answer.TrySetResult(message);
            }
        }
        else
        {
            _onEvent(message);
        }
    }
}
