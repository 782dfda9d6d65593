using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>A hub connection of somebody who keeps to nothing: bytes on a WebSocket, and what came back.</summary>
internal sealed class RawHubConnection : IAsyncDisposable
{
    private const char Separator = '\u001e';

    /// <summary>Of SignalR's JSON protocol.</summary>
    private const int CloseType = 7;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Lock _lock = new();
    private readonly List<JsonElement> _received = [];
    private Task _reading = Task.CompletedTask;

    private RawHubConnection()
    {
    }

    /// <summary>Done when the server has hung up.</summary>
    public Task Ended => _reading.WaitAsync(Deadline);

    public bool IsOpen => !_reading.IsCompleted;

    /// <summary>Why the server said that it hangs up; null when it said nothing.</summary>
    public string? Reason => Received.Where(message => message.TryGetProperty("type", out var type) && type.GetInt32() == CloseType)
        .Select(message => message.TryGetProperty("error", out var error) ? error.GetString() : null).FirstOrDefault();

    public IReadOnlyList<JsonElement> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Connects and shakes hands; null when the server refused.</summary>
    /// <param name="headers">Further request headers.</param>
    public static async Task<RawHubConnection?> TryOpenAsync(Uri server, string token, params (string Name, string Value)[] headers)
    {
        var connection = new RawHubConnection();
        connection._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        foreach (var (name, value) in headers)
        {
            connection._socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            using var deadline = new CancellationTokenSource(Deadline);
            await connection._socket.ConnectAsync(new UriBuilder(new Uri(server, ConsultationHub.Path)) { Scheme = "ws" }.Uri, deadline.Token);
        }
        catch (WebSocketException)
        {
            connection._socket.Dispose();
            return null;
        }

        connection._reading = connection.ReadAsync();
        await connection.TrySendAsync("""{"protocol":"json","version":1}""");
        return connection;
    }

    public static async Task<RawHubConnection> OpenAsync(Uri server, string token, params (string Name, string Value)[] headers) =>
        await TryOpenAsync(server, token, headers) ?? throw new InvalidOperationException("The server refused the connection.");

    /// <summary>Sends a message; false when the server has hung up.</summary>
    /// <param name="isWhole">False leaves the message without its end.</param>
    public async Task<bool> TrySendAsync(string message, bool isWhole = true)
    {
        try
        {
            using var deadline = new CancellationTokenSource(Deadline);
            await _socket.SendAsync(Encoding.UTF8.GetBytes(isWhole ? message + Separator : message), WebSocketMessageType.Text, isWhole, deadline.Token);
            return true;
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A call, and what was answered to it.</summary>
    /// <param name="arguments">JSON.</param>
    public async Task<JsonElement> CallAsync(string method, string arguments)
    {
        var id = Guid.NewGuid().ToString("N");
        Assert.True(await TrySendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":{{arguments}}}"""));
        JsonElement answer = default;
        await Eventually.HoldsAsync(
            () => (answer = Received.FirstOrDefault(one => one.TryGetProperty("invocationId", out var of) && of.GetString() == id)).ValueKind == JsonValueKind.Object,
            $"the answer of {method}");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } result)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
                var parts = text.ToString().Split(Separator);
                text.Clear().Append(parts[^1]);
                lock (_lock)
                {
                    _received.AddRange(parts[..^1].Select(part => JsonDocument.Parse(part).RootElement));
                }
            }

            // As a client that does not mind: the answer to a close comes with the end of the socket.
            _socket.Abort();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Hung up.
        }
    }
}
