using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>One Binding request of ours, repeated until it is answered or given up. Reused for the next one.</summary>
internal sealed class PathCheck
{
    /// <summary>The transaction id of every STUN message (RFC 8489 §5).</summary>
    public const int TransactionLength = 12;

    /// <summary>Above most round trips. Each wait doubles.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Sent after 0, 100, 300, 700, 1,500 and 3,100 ms; given up after 6.3 s.</summary>
    private const int MaxSends = 6;

    /// <summary>Priority of a peer-reflexive candidate, the only kind that can result (RFC 8445 §5.1.2).</summary>
    private const uint Priority = 0x6EFF_FFFF;

    /// <summary>Fits the longest credentials of both sides.</summary>
    private const int MaxRequest = 20 + 4 + IceKeys.MaxUsername + 3 + 8 + 12 + 24 + 8;

    private readonly byte[] _transactionId = new byte[TransactionLength];
    private IceKeys? _keys;
    private AddressBudget? _budget;
    private TransportAddress _to;
    private TimeSpan _wait;
    private MonoTime _sentAt;
    private int _sends;

    /// <summary>When the request is sent again or given up; null when none is pending.</summary>
    public MonoTime? NextTimeout { get; private set; }

    public bool IsRunning => NextTimeout is not null;

    /// <param name="budget">Of the address: a request that exceeds it is not sent, but its repetition may be.</param>
    public void Start(
        IceKeys keys, in TransportAddress to, ReadOnlySpan<byte> transactionId, AddressBudget budget, MonoTime now, IDatagramSink sink)
    {
        _keys = keys;
        _to = to;
        _budget = budget;
        _wait = FirstWait;
        _sends = 0;
        transactionId.CopyTo(_transactionId);
        Send(now, sink);
    }

    public void Stop() => NextTimeout = null;

    public bool IsPendingFor(in TransportAddress to, IceKeys keys) => IsRunning && _to == to && ReferenceEquals(_keys, keys);

    /// <summary>
    /// Something came from the address: after a pause the peer may receive again, so the repetition need not wait.
    /// </summary>
    public void Hasten(MonoTime now, IDatagramSink sink)
    {
        if (IsRunning && now - _sentAt >= FirstWait)
        {
            Write(now, sink);
        }
    }

    /// <summary>True when the message is the answer, from the address of the request (RFC 8445 §7.2.5.2.1).</summary>
    public bool IsAnswer(in StunMessage message, in TransportAddress from)
    {
        if (!IsRunning || from != _to || !message.TransactionId.SequenceEqual(_transactionId))
        {
            return false;
        }

        Span<byte> password = stackalloc byte[IceKeys.MaxLength];
        return message.VerifyIntegrity(_keys!.ReadRemotePassword(password));
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        if (NextTimeout is not { } due || due > now)
        {
            return;
        }

        if (_sends == MaxSends)
        {
            Stop();
        }
        else
        {
            Send(now, sink);
        }
    }

    private void Send(MonoTime now, IDatagramSink sink)
    {
        Write(now, sink);
        _sends++;
        NextTimeout = now + _wait;
        _wait *= 2;
    }

    private void Write(MonoTime now, IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[IceKeys.MaxUsername];
        Span<byte> request = stackalloc byte[MaxRequest];
        var writer = new StunWriter(request, StunClass.Request, _transactionId);
        writer.AddUsername(_keys!.ReadRemoteUsername(buffer));
        writer.AddPriority(Priority);

        // An ICE-lite agent is always controlled, so its tie-breaker has no effect (RFC 8445 §6.1.1).
        writer.AddIceControlled(1);
        writer.AddIntegrity(_keys.ReadRemotePassword(buffer));
        writer.AddFingerprint();
        if (_budget!.MaySend(writer.Length))
        {
            request[..writer.Length].CopyTo(sink.Reserve(_to, writer.Length));
            sink.Commit(writer.Length);
            _budget.HandleSent(writer.Length);
            _sentAt = now;
        }
    }
}
