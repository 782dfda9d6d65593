using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace ConsultCluster.Testing.Hub;

/// <summary>A SignalR transport over one WebSocket, without negotiation.</summary>
internal sealed class WebSocketConnection : ConnectionContext, IDuplexPipe
{
    private readonly ClientWebSocket _socket;
    private readonly Pipe _incoming = new();
    private readonly Pipe _outgoing = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _pumps;

    public WebSocketConnection(ClientWebSocket socket)
    {
        _socket = socket;
        Transport = this;
        ConnectionClosed = _end.Token;
        _pumps = Task.WhenAll(ReceiveAsync(), SendAsync());
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public PipeReader Input => _incoming.Reader;

    public PipeWriter Output => _outgoing.Writer;

    public override void Abort(ConnectionAbortedException abortReason) => _socket.Abort();

    /// <summary>Cuts the line as a lost network does: no goodbye.</summary>
    public void Cut() => _socket.Abort();

    public override async ValueTask DisposeAsync()
    {
        await _outgoing.Writer.CompleteAsync();
        await _incoming.Reader.CompleteAsync();
        _socket.Abort();
        await _pumps;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(_incoming.Writer.GetMemory(4096), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                _incoming.Writer.Advance(result.Count);
                if ((await _incoming.Writer.FlushAsync()).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A cut line is an end like any other.
        }

        await _incoming.Writer.CompleteAsync();
        await _end.CancelAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var result = await _outgoing.Reader.ReadAsync();
                if (result.Buffer.Length > 0)
                {
                    await _socket.SendAsync(result.Buffer.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                }

                _outgoing.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }

        await _outgoing.Reader.CompleteAsync();
    }
}
