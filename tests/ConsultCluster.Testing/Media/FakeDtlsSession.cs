using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Testing.Media;

/// <summary>
/// A handshake of one hello each way: record type 22, hello type, 32 bytes fingerprint, 16 bytes key, 12 bytes salt. A client
/// repeats its hello every 100 ms until it is answered; record type 21 closes.
/// </summary>
public sealed class FakeDtlsSession : IDtlsSession
{
    private const byte Handshake = 22;
    private const byte Alert = 21;
    private const byte ClientHello = 1;
    private const byte ServerHello = 2;
    private const int HelloLength = 2 + 32 + 16 + 12;
    private static readonly TimeSpan RetransmitAfter = TimeSpan.FromMilliseconds(100);

    private readonly DtlsRole _role;
    private readonly byte[] _hello;
    private readonly Queue<byte[]> _out = new();
    private byte[] _peerFingerprint = [];

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
            _out.Enqueue(_hello);
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

        if (datagram.Length == HelloLength && datagram[0] == Handshake && datagram[1] != _hello[1] && State != DtlsState.Closed)
        {
            _peerFingerprint = datagram.Slice(2, 32).ToArray();
            Keys ??= new(
                SrtpProfile.AeadAes128Gcm, _hello[34..50], _hello[50..], datagram[34..50].ToArray(), datagram[50..].ToArray());
            State = DtlsState.Connected;
            NextTimeout = null;
            if (_role == DtlsRole.Server)
            {
                _out.Enqueue(_hello);
            }

            return true;
        }

        return false;
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
        if (!_out.TryDequeue(out var datagram))
        {
            return false;
        }

        datagram.CopyTo(destination);
        length = datagram.Length;
        return true;
    }

    public void Dispose()
    {
    }
}
