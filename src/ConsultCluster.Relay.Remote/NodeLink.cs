using System.Net.WebSockets;
using System.Threading.Channels;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote;

/// <summary>
/// One end of the link between relay node and control process: messages over a WebSocket. Sending never blocks. A peer that stops
/// reading until the queue is full loses the link: a new link resynchronises, a dropped event would not.
/// </summary>
internal sealed class NodeLink : IAsyncDisposable
{
    private const int MaxQueued = 4096;
    private const int FirstBuffer = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly TimeProvider _clock;
    private readonly Channel<NodeMessage> _outgoing = Channel.CreateBounded<NodeMessage>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private readonly Task _sending;
    private byte[] _buffer = new byte[FirstBuffer];
    private long _lastReceivedAt;
    private volatile bool _isFinishing;

    public NodeLink(WebSocket socket, TimeProvider clock)
    {
        _socket = socket;
        _clock = clock;
        _lastReceivedAt = clock.GetTimestamp();
        _sending = SendAllAsync();
    }

    /// <summary>Largest accepted message in bytes; small until the other end has proved the key.</summary>
    public int MaxMessageBytes { get; set; } = NodeProtocol.MaxHandshakeBytes;

    /// <summary>Time since the last message from the other end.</summary>
    public TimeSpan Silence => _clock.GetElapsedTime(Volatile.Read(ref _lastReceivedAt));

    /// <summary>Queues a message; false when the link has ended.</summary>
    public bool TrySend(NodeMessage message)
    {
        if (_outgoing.Writer.TryWrite(message))
        {
            return true;
        }

        // A closing link accepts nothing more, but its queue must still be sent.
        if (!_isFinishing)
        {
            Abort();
        }

        return false;
    }

    /// <summary>The next message. Only one caller at a time.</summary>
    public async Task<LinkRead> ReadAsync(CancellationToken stop = default)
    {
        try
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, _end.Token);
            var length = 0;
            while (true)
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, NodeProtocol.MaxMessageBytes + 1));
                }

                var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), stopping.Token);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return LinkRead.End;
                }

                if (length > MaxMessageBytes)
                {
                    return Malformed($"A message had more than {MaxMessageBytes} bytes.");
                }

                if (result.EndOfMessage)
                {
                    return result.MessageType == WebSocketMessageType.Text ? Parse(length) : Malformed("A message was not text.");
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // A lost connection ends the link like a close.
            return LinkRead.End;
        }
    }

    /// <summary>Sends a last message and closes. For callers other than the reader, who sees the peer's close or, after a time-out, the end.</summary>
    public async Task EndAsync(NodeMessage last)
    {
        using var limit = new CancellationTokenSource(NodeTimings.CloseTimeout, _clock);
        await FinishAsync(last, limit.Token);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, ended.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The link has ended in either case.
        }

        Abort();
    }

    /// <summary>Sends a last message, if there is one, and closes. For the reader: waits until the peer has read it, with a time-out.</summary>
    public async Task CloseAsync(NodeMessage? last = null)
    {
        using var limit = new CancellationTokenSource(NodeTimings.CloseTimeout, _clock);
        await FinishAsync(last, limit.Token);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            while ((await ReadAsync(limit.Token)) != LinkRead.End)
            {
                // Drain: closing with unread data would reset the connection before the peer has read our last message.
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The peer closed first.
        }

        Abort();
    }

    /// <summary>Ends at once, from any thread; <see cref="ReadAsync"/> returns.</summary>
    public void Abort()
    {
        _outgoing.Writer.TryComplete();
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Already ended by another thread.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await _sending;
        _socket.Abort();
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task FinishAsync(NodeMessage? last, CancellationToken limit)
    {
        if (last is not null)
        {
            _outgoing.Writer.TryWrite(last);
        }

        _isFinishing = true;
        _outgoing.Writer.TryComplete();
        try
        {
            await _sending.WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            // The peer does not read.
        }
    }

    private static LinkRead Malformed(string reason) =>
        new(null, new Refused(NodeRefusals.Malformed, reason + " Both ends must be ConsultCluster of the same version."));

    private LinkRead Parse(int length)
    {
        Volatile.Write(ref _lastReceivedAt, _clock.GetTimestamp());
        return NodeJson.Read(_buffer.AsSpan(0, length)) is { } message
            ? new LinkRead(message, null)
            : Malformed("A message could not be read.");
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_end.Token))
            {
                await _socket.SendAsync(NodeJson.Write(message), WebSocketMessageType.Text, endOfMessage: true, _end.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Unblocks the reader, which ends the link.
            Abort();
        }
    }
}
