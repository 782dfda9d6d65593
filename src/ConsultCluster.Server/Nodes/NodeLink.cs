using System.Net.WebSockets;
using System.Threading.Channels;
using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes;

/// <summary>
/// One end of a link between relay node and control process: messages over a WebSocket. Sending never waits; a peer that does not
/// read for so long that the queue fills loses the link, because events must not be lost one by one.
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
    private long _heardAt;
    private volatile bool _isFinishing;

    public NodeLink(WebSocket socket, TimeProvider clock)
    {
        _socket = socket;
        _clock = clock;
        _heardAt = clock.GetTimestamp();
        _sending = SendAllAsync();
    }

    /// <summary>Largest message that is taken, in bytes; small until the other end has proved the key.</summary>
    public int MaxMessageBytes { get; set; } = NodeProtocol.MaxHandshakeBytes;

    /// <summary>Since the other end was last heard.</summary>
    public TimeSpan Silence => _clock.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>Queues a message; false when the link has ended.</summary>
    public bool TrySend(NodeMessage message)
    {
        if (_outgoing.Writer.TryWrite(message))
        {
            return true;
        }

        // A link that says goodbye takes no more, but what it has must still leave.
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
            // A cut line is an end like any other.
            return LinkRead.End;
        }
    }

    /// <summary>Sends a last message and ends, for those who do not read: the reader sees the other end's close, or the end after a moment.</summary>
    public async Task EndAsync(NodeMessage last)
    {
        using var limit = new CancellationTokenSource(NodeTimes.Farewell, _clock);
        await FinishAsync(last, limit.Token);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ended.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, ended.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // It has ended, one way or the other.
        }

        Abort();
    }

    /// <summary>Sends a last message, if there is one, and ends. For the reader: waits a moment for the other end to have read it.</summary>
    public async Task CloseAsync(NodeMessage? last = null)
    {
        using var limit = new CancellationTokenSource(NodeTimes.Farewell, _clock);
        await FinishAsync(last, limit.Token);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            while ((await ReadAsync(limit.Token)) != LinkRead.End)
            {
                // What was on its way no longer matters; a close that leaves it unread would reset the connection under our last message.
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The other end did not wait.
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
            // Somebody else ended it.
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
            // The other end does not read.
        }
    }

    private static LinkRead Malformed(string reason) =>
        new(null, new Refused(NodeRefusals.Malformed, reason + " Both ends must be ConsultCluster of the same version."));

    private LinkRead Parse(int length)
    {
        Volatile.Write(ref _heardAt, _clock.GetTimestamp());
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
            // The reader notices as well, and ends the link.
            Abort();
        }
    }
}
