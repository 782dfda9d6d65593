using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Testing.Media;

/// <summary>
/// A handshake in the shape of DTLS: a hello each way (record type 22, message type, 32 bytes fingerprint, 16 bytes key, 12 bytes salt), then a
/// Finished each way that repeats the other's key, so that only who received the hello can finish. A client repeats itself every 100 ms until
/// it is done; record type 21 closes.
/// </summary>
public sealed class FakeDtlsSession : IDtlsSession
{
    private const byte Handshake = 22;
    private const byte Alert = 21;
    private const byte ClientHello = 1;
    private const byte ServerHello = 2;
    private const byte ClientFinished = 3;
    private const byte ServerFinished = 4;
    private const int KeyAt = 34;
    private const int SaltAt = 50;
    private const int FinishedLength = 2 + 16;
    private const int HelloLength = 2 + 32 + 16 + 12;
    private static readonly TimeSpan RetransmitAfter = TimeSpan.FromMilliseconds(100);

    private readonly DtlsRole _role;
    private readonly byte[] _hello;
    private readonly Queue<byte[]> _out = new();
    private byte[] _peerFingerprint = [];
    private byte[] _peerHello = [];

    public FakeDtlsSession(DtlsRole role, ReadOnlySpan<byte> fingerprint, IRandomSource random)
    {
        _role = role;
        _hello = new byte[HelloLength];
        _hello[0] = Handshake;
        _hello[1] = role == DtlsRole.Client ? ClientHello : ServerHello;
        fingerprint.CopyTo(_hello.AsSpan(2));
        random.Fill(_hello.AsSpan(34));
    }

    public DtlsState State { get; private set; } = DtlsState.Handshaking;

    public ReadOnlySpan<byte> PeerFingerprint => _peerFingerprint;

    public SrtpKeys? Keys { get; private set; }

    public MonoTime? NextTimeout { get; private set; }

    public void Start(MonoTime now)
    {
        if (_role == DtlsRole.Client)
        {
            _out.Enqueue(_peerHello.Length == 0 ? _hello : Finished(ClientFinished));
            NextTimeout = now + RetransmitAfter;
        }
    }

    public bool HandlePacket(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        if (datagram is [Alert, ..] && State == DtlsState.Connected)
        {
            State = DtlsState.Closed;
            NextTimeout = null;
            return true;
        }

        if (datagram is not [Handshake, var type, ..] || State == DtlsState.Closed)
        {
            return false;
        }

        switch (_role, type)
        {
            case (DtlsRole.Server, ClientHello) or (DtlsRole.Client, ServerHello) when datagram.Length == HelloLength:
                HandleHello(datagram, now);
                return true;
            case (DtlsRole.Server, ClientFinished) or (DtlsRole.Client, ServerFinished) when IsFinished(datagram):
                Connect();
                return true;
            default:
                return false;
        }
    }

    public void HandleTimeout(MonoTime now)
    {
        if (NextTimeout is { } due && due <= now)
        {
            Start(now);
        }
    }

    public void Close()
    {
        _out.Enqueue([Alert, 0]);
        State = DtlsState.Closed;
    }

    public bool TryTakeDatagram(Span<byte> destination, out int length)
    {
        length = 0;
        if (!_out.TryPeek(out var datagram) || datagram.Length > destination.Length)
        {
            return false;
        }

        _out.Dequeue();

        datagram.CopyTo(destination);
        length = datagram.Length;
        return true;
    }

    public void Dispose()
    {
    }

    private void HandleHello(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        _peerHello = datagram.ToArray();
        _peerFingerprint = _peerHello[2..KeyAt];
        if (_role == DtlsRole.Server)
        {
            _out.Enqueue(_hello);
        }
        else if (State == DtlsState.Handshaking)
        {
            Start(now);
        }
    }

    private void Connect()
    {
        Keys ??= new(SrtpProfile.AeadAes128Gcm, _hello[KeyAt..SaltAt], _hello[SaltAt..], _peerHello[KeyAt..SaltAt], _peerHello[SaltAt..]);
        State = DtlsState.Connected;
        NextTimeout = null;
        if (_role == DtlsRole.Server)
        {
            _out.Enqueue(Finished(ServerFinished));
        }
    }

    private byte[] Finished(byte type) => [Handshake, type, .. _peerHello.AsSpan(KeyAt, FinishedLength - 2)];

    private bool IsFinished(ReadOnlySpan<byte> datagram) =>
        datagram.Length == FinishedLength && _peerHello.Length > 0 && datagram[2..].SequenceEqual(_hello.AsSpan(KeyAt, FinishedLength - 2));
}
