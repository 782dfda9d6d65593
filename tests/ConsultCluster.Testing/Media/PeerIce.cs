using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Testing.Media;

/// <summary>The controlling side of ICE towards one address: checks with nomination until answered, then consent checks (RFC 8445, RFC 7675).</summary>
public sealed class PeerIce(IceCredentials local, IRandomSource random, TimeSpan checkInterval)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _transactionId = new byte[12];
    private IceCredentials? _remote;
    private bool _isAnswered = true;
    private TransportAddress _to;

    /// <summary>The relay has answered a check from the present address.</summary>
    public bool IsConnected { get; private set; }

    public MonoTime? NextTimeout { get; private set; }

    public void Start(IceCredentials remote, in TransportAddress to, MonoTime now)
    {
        _remote = remote;
        _to = to;
        NextTimeout = now;
    }

    /// <summary>Checks at once: the terminal has a new address.</summary>
    public void CheckNow(MonoTime now)
    {
        _isAnswered = true;
        IsConnected = false;
        NextTimeout = now;
    }

    /// <summary>Does not answer the relay's checks, as nobody does where nobody receives.</summary>
    public bool IsDeaf { get; set; }

    public void HandlePacket(ReadOnlySpan<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        if (_remote is null || !StunMessage.TryParse(datagram, out var message))
        {
            return;
        }

        if (message.Class == StunClass.Request)
        {
            Answer(message, sink);
        }
        else if (message.Class == StunClass.Success
            && message.TransactionId.SequenceEqual(_transactionId)
            && message.VerifyIntegrity(Encoding.UTF8.GetBytes(_remote.Password)))
        {
            IsConnected = true;
            _isAnswered = true;
            NextTimeout = now + checkInterval;
        }
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        if (_remote is null || NextTimeout is not { } due || due > now)
        {
            return;
        }

        // Until it is answered it is one transaction, sent again (RFC 8489 §6.2.1): a round trip may be longer than the interval.
        if (_isAnswered)
        {
            random.Fill(_transactionId);
            _isAnswered = false;
        }

        var writer = new StunWriter(sink.Reserve(_to, 512), StunClass.Request, _transactionId);
        writer.AddUsername(Encoding.UTF8.GetBytes($"{_remote.UserFragment}:{local.UserFragment}"));
        writer.AddPriority(0x6E7F1EFF);
        writer.AddIceControlling(0x1234_5678_9ABC_DEF0);
        writer.AddUseCandidate();
        writer.AddIntegrity(Encoding.UTF8.GetBytes(_remote.Password));
        writer.AddFingerprint();
        sink.Commit(writer.Length);
        NextTimeout = now + (IsConnected ? checkInterval : FirstInterval);
    }

    // RFC 8445 §7.3: whoever checks is answered.
    private void Answer(in StunMessage request, IDatagramSink sink)
    {
        var password = Encoding.UTF8.GetBytes(local.Password);
        if (IsDeaf
            || !request.Username.SequenceEqual(Encoding.UTF8.GetBytes($"{local.UserFragment}:{_remote!.UserFragment}"))
            || !request.VerifyIntegrity(password))
        {
            return;
        }

        var writer = new StunWriter(sink.Reserve(_to, 512), StunClass.Success, request.TransactionId);
        writer.AddMappedAddress(_to);
        writer.AddIntegrity(password);
        writer.AddFingerprint();
        sink.Commit(writer.Length);
    }
}
