using System.Buffers.Binary;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>One Binding request of ours, repeated until it is answered or given up. Reused for the next one.</summary>
internal sealed class PathCheck
{
    /// <summary>Above most round trips. Each wait doubles.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Sent after 0, 100, 300, 700, 1,500 and 3,100 ms; given up after 6.3 s.</summary>
    private const int MaxSends = 6;

    /// <summary>Priority of a peer-reflexive candidate, the only kind that can result (RFC 8445 §5.1.2).</summary>
    private const uint Priority = 0x6EFF_FFFF;

    /// <summary>Fits the longest credentials of both sides.</summary>
    private const int MaxRequest = 20 + 4 + IceKeys.MaxUsername + 3 + 8 + 12 + 24 + 8;

    private readonly byte[] _transactionId = new byte[12];
    private IceKeys? _keys;
    private TransportAddress _to;
    private TimeSpan _wait;
    private int _sends;

    /// <summary>When the request is sent again or given up; null when none is pending.</summary>
    public MonoTime? NextTimeout { get; private set; }

    public bool IsRunning => NextTimeout is not null;

    /// <param name="session">Prefix of the transaction id, by which the answer is found.</param>
    public void Start(IceKeys keys, in TransportAddress to, uint session, IRandomSource random, MonoTime now, IDatagramSink sink)
    {
        _keys = keys;
        _to = to;
        _wait = FirstWait;
        _sends = 0;
        BinaryPrimitives.WriteUInt32BigEndian(_transactionId, session);

        // 64 unpredictable bits: only a receiver at the address can answer, even with the peer's password.
        random.Fill(_transactionId.AsSpan(4));
        Send(now, sink);
    }

    public void Stop() => NextTimeout = null;

    public bool IsPendingFor(in TransportAddress to, IceKeys keys) => IsRunning && _to == to && ReferenceEquals(_keys, keys);

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
        Span<byte> buffer = stackalloc byte[IceKeys.MaxUsername];
        var writer = new StunWriter(sink.Reserve(_to, MaxRequest), StunClass.Request, _transactionId);
        writer.AddUsername(_keys!.ReadRemoteUsername(buffer));
        writer.AddPriority(Priority);

        // An ICE-lite agent is always controlled, so its tie-breaker has no effect (RFC 8445 §6.1.1).
        writer.AddIceControlled(1);
        writer.AddIntegrity(_keys.ReadRemotePassword(buffer));
        writer.AddFingerprint();
        sink.Commit(writer.Length);
        _sends++;
        NextTimeout = now + _wait;
        _wait *= 2;
    }
}
