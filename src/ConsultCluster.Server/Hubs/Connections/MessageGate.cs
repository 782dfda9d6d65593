using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>
/// Reads a connection's bytes before SignalR does, and passes one whole message at a time: each is measured and counted first, and what is incomplete is held only up to the
/// connection's limit. SignalR alone would hold up to 384 KiB of anybody, and dispatch whatever comes.
/// </summary>
internal sealed class MessageGate : PipeReader
{
    /// <summary>Ends each message of SignalR's JSON protocol.</summary>
    private const byte Separator = 0x1e;

    private readonly PipeReader _inner;
    private readonly TerminalConnection _connection;

    /// <summary>Bytes at the front that were looked at and have no separator.</summary>
    private long _scanned;

    private volatile bool _isCanceled;

    /// <param name="inner">Bytes of the transport. What it holds unread is bounded by the transport's buffer.</param>
    /// <param name="connection">Whose they are.</param>
    public MessageGate(PipeReader inner, TerminalConnection connection)
    {
        (_inner, _connection) = (inner, connection);
        connection.ReadBy(inner.CancelPendingRead);
    }

    /// <inheritdoc/>
    /// <exception cref="HubException">The connection is to end; SignalR tells the other side why.</exception>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ThrowIfEnding();
            _connection.BeginRead();
            if (Pass(await _inner.ReadAsync(cancellationToken)) is { } passed)
            {
                return passed;
            }
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        ThrowIfEnding();
        while (_inner.TryRead(out var read))
        {
            if (Pass(read) is { } passed)
            {
                result = passed;
                return true;
            }
        }

        result = default;
        return false;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => _inner.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _inner.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        _isCanceled = true;
        _inner.CancelPendingRead();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    /// <summary>What SignalR may see now; null when there is nothing.</summary>
    private ReadResult? Pass(ReadResult read)
    {
        var buffer = read.Buffer;
        var rest = buffer.Slice(Math.Min(_scanned, buffer.Length));
        if (rest.PositionOf(Separator) is { } found)
        {
            var message = buffer.Slice(0, buffer.GetPosition(1, found));
            _scanned = 0;
            _connection.EndRead(unfinished: 0);
            _connection.TakeMessage(message.Length);
            ThrowIfEnding(buffer.Start);
            return new ReadResult(message, read.IsCanceled && _isCanceled, read.IsCompleted && message.Length == buffer.Length);
        }

        _scanned = buffer.Length;
        _connection.EndRead(buffer.Length);
        ThrowIfEnding(buffer.Start);
        if (read.IsCompleted || (read.IsCanceled && _isCanceled))
        {
            return read;
        }

        _inner.AdvanceTo(buffer.Start, buffer.End);
        return null;
    }

    private void ThrowIfEnding(SequencePosition? unread = null)
    {
        if (_connection.Ending is not { } reason)
        {
            return;
        }

        if (unread is { } start)
        {
            _inner.AdvanceTo(start);
        }

        throw new HubException($"{reason.Code}: {reason.Reason}");
    }
}
