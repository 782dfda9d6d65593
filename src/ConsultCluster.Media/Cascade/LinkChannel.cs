using System.Buffers.Binary;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// An ordered, reliable stream of small messages over one link: announcements and subscriptions. After a loss,
/// everything from the first missing message is sent again; the volume is too small for selective retransmission.
/// </summary>
internal sealed class LinkChannel(Link link)
{
    /// <summary>Longest message: fits one datagram together with its length field.</summary>
    public const int MaxMessage = LinkMessage.MaxLength - HeaderLength - 2;

    private const int HeaderLength = 8;
    private const int AcknowledgementLength = 8;

    /// <summary>Limit of unacknowledged messages.</summary>
    private const int Window = 256;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MinRetry = TimeSpan.FromMilliseconds(60);

    private readonly List<byte[]> _messages = [];

    /// <summary>Number of the first message in the list.</summary>
    private uint _first;
    private int _sent;
    private uint _expected;
    private bool _acknowledges;

    /// <summary>When unacknowledged messages are sent again; null when there are none.</summary>
    public MonoTime? NextTimeout { get; private set; }

    /// <summary>True when everything sent was acknowledged.</summary>
    public bool IsIdle => _messages.Count == 0;

    /// <summary>Restarts the stream, because the peer has lost its state.</summary>
    public void Reset()
    {
        _messages.Clear();
        _first = 0;
        _sent = 0;
        _expected = 0;
        _acknowledges = false;
        NextTimeout = null;
    }

    public void Send(byte[] message)
    {
        if (message.Length > MaxMessage)
        {
            throw new ArgumentException("Longer than a datagram.", nameof(message));
        }

        _messages.Add(message);
        link.WakeSoon();
    }

    /// <summary>Sends queued messages, due retransmissions, and the acknowledgement of the peer's messages.</summary>
    public void Flush(MonoTime now, IDatagramSink sink)
    {
        if (!link.Transport.CanSend)
        {
            return;
        }

        if (NextTimeout is { } due && due <= now)
        {
            _sent = 0;
        }

        var hadSent = _sent;
        while (_sent < Math.Min(_messages.Count, Window) && SendSome(sink))
        {
        }

        if (_sent > hadSent)
        {
            var twice = link.Meter.RoundTrip * 2 ?? FirstRetry;
            NextTimeout = now + (twice > MinRetry ? twice : MinRetry);
        }

        if (_acknowledges)
        {
            _acknowledges = false;
            var datagram = link.Transport.Reserve(AcknowledgementLength, sink);
            var message = datagram[LinkCipher.HeaderLength..];
            message[..AcknowledgementLength].Clear();
            message[0] = LinkMessage.Acknowledgement;
            BinaryPrimitives.WriteUInt32BigEndian(message[4..], _expected);
            link.Transport.Commit(datagram, AcknowledgementLength, sink);
        }
    }

    /// <summary>Handles a part of the peer's stream and delivers messages in order; false when malformed.</summary>
    public bool TryHandle(ReadOnlySpan<byte> message, MonoTime now)
    {
        if (message.Length < HeaderLength)
        {
            return false;
        }

        _acknowledges = true;
        link.WakeSoon();
        var number = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        for (var rest = message[HeaderLength..]; rest.Length > 0; number++)
        {
            if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var length && rest.Length < 2 + length)
            {
                return false;
            }

            if (number == _expected)
            {
                _expected++;
                if (!link.TryHandleControl(rest.Slice(2, length), now))
                {
                    return false;
                }
            }

            rest = rest[(2 + length)..];
        }

        return true;
    }

    /// <summary>Handles an acknowledgement of everything before a number; false when it is malformed.</summary>
    public bool TryHandleAcknowledgement(ReadOnlySpan<byte> message)
    {
        if (message.Length < AcknowledgementLength)
        {
            return false;
        }

        var done = (int)(BinaryPrimitives.ReadUInt32BigEndian(message[4..]) - _first);
        if (done < 0 || done > _messages.Count)
        {
            return false;
        }

        _messages.RemoveRange(0, done);
        _first += (uint)done;
        _sent = Math.Max(0, _sent - done);
        if (_messages.Count == 0)
        {
            NextTimeout = null;
        }
        else
        {
            link.WakeSoon();
        }

        return true;
    }

    private bool SendSome(IDatagramSink sink)
    {
        var datagram = link.Transport.Reserve(LinkMessage.MaxLength, sink);
        if (datagram.IsEmpty)
        {
            return false;
        }

        var message = datagram[LinkCipher.HeaderLength..];
        message[..HeaderLength].Clear();
        message[0] = LinkMessage.Control;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], _first + (uint)_sent);
        var length = HeaderLength;
        while (_sent < Math.Min(_messages.Count, Window) && length + 2 + _messages[_sent].Length <= LinkMessage.MaxLength)
        {
            var next = _messages[_sent++];
            BinaryPrimitives.WriteUInt16BigEndian(message[length..], (ushort)next.Length);
            next.CopyTo(message[(length + 2)..]);
            length += 2 + next.Length;
        }

        link.Transport.Commit(datagram, length, sink);
        return true;
    }
}
