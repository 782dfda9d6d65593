using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>
/// One DTLS 1.2 association on OpenSSL. OpenSSL reads its own clock for retransmissions; everything else is a
/// parameter. After the handshake, once its last datagram was taken, OpenSSL's connection (tens of kilobytes) is
/// replaced by a <see cref="SettledAssociation"/>.
/// </summary>
internal sealed unsafe class OpenSslDtlsSession : IDtlsSession
{
    /// <summary>Datagram payload that fits every IPv6 path (1,280 bytes), with room for tunnels.</summary>
    private const int Mtu = 1200;

    /// <summary>
    /// First retransmission. With OpenSSL's default of 1 s, one lost packet costs a second; most paths answer in 200
    /// ms.
    /// </summary>
    private const uint FirstTimeoutMicroseconds = 200_000;

    /// <summary>The interval doubles up to this.</summary>
    private const uint MaxTimeoutMicroseconds = 3_200_000;

    /// <summary>OpenSSL calls a timer expired up to 15 ms early; asking more often than this would spin.</summary>
    private static readonly TimeSpan _minWait = TimeSpan.FromMilliseconds(5);

    private const int FingerprintLength = 32;
    private const int MaxRecordLength = 1 << 14;

    private readonly DtlsRole _role;
    private readonly bool _keepsOpenSsl;
    private DatagramBio? _bio = new();
    private SettledAssociation? _settled;
    private Fingerprint _fingerprint;
    private bool _hasFingerprint;
    private DtlsState _state;
    private byte[] _lastFlight = [];
    private nint _ssl;

    /// <param name="keepsOpenSsl">Keeps OpenSSL's connection after the handshake.</param>
    public OpenSslDtlsSession(nint ssl, DtlsRole role, bool keepsOpenSsl = false)
    {
        _ssl = ssl;
        _keepsOpenSsl = keepsOpenSsl;
        _role = role;
        LibSsl.SSL_set_bio(ssl, _bio.Handle, _bio.Handle);
        LibSsl.SSL_ctrl(ssl, LibSsl.ControlSetMtu, Mtu, null);
        LibSsl.DTLS_set_timer_cb(ssl, &NextTimerDuration);
        if (role == DtlsRole.Server)
        {
            LibSsl.SSL_set_accept_state(ssl);
        }
        else
        {
            LibSsl.SSL_set_connect_state(ssl);
        }
    }

    /// <summary>True once OpenSSL's connection was released.</summary>
    public bool IsSettled => _settled is not null;

    public DtlsState State
    {
        get => _settled?.State ?? _state;
        private set => _state = value;
    }

    public ReadOnlySpan<byte> PeerFingerprint => _hasFingerprint ? _fingerprint : default(ReadOnlySpan<byte>);

    public SrtpKeys? Keys { get; private set; }

    public MonoTime? NextTimeout { get; private set; }

    public void Start(MonoTime now)
    {
        if (_role == DtlsRole.Client && State == DtlsState.Handshaking)
        {
            Advance(now);
        }
    }

    public bool HandlePacket(ReadOnlySpan<byte> datagram, MonoTime now)
    {
        if (_settled is not null)
        {
            return _settled.HandlePacket(datagram);
        }

        if (_bio is null || State is DtlsState.Failed or DtlsState.Closed || !DtlsRecordReader.IsWellFormed(datagram))
        {
            return false;
        }

        fixed (byte* bytes = datagram)
        {
            _bio.Offer(bytes, datagram.Length);
            Advance(now);
            _bio.Withdraw();
        }

        return true;
    }

    public void HandleTimeout(MonoTime now)
    {
        if (_ssl == 0 || State is DtlsState.Failed or DtlsState.Closed || NextTimeout is null)
        {
            return;
        }

        LibCrypto.ERR_clear_error();
        if (LibSsl.SSL_ctrl(_ssl, LibSsl.ControlDtlsHandleTimeout, 0, null) < 0)
        {
            Fail();
            return;
        }

        UpdateNextTimeout(now);
    }

    public void Close()
    {
        if (_settled is not null)
        {
            _settled.Close();
        }
        else if (State == DtlsState.Connected)
        {
            LibCrypto.ERR_clear_error();
            LibSsl.SSL_shutdown(_ssl);
            State = DtlsState.Closed;
            NextTimeout = null;
        }
    }

    public bool TryTakeDatagram(Span<byte> destination, out int length)
    {
        length = 0;
        if (_bio?.TryTake(destination, out length) == true)
        {
            return true;
        }

        if (_settled is null && _state == DtlsState.Connected && !_keepsOpenSsl && _bio?.Queued == 0)
        {
            TrySettle();
        }

        return _settled is not null && _settled.TryTakeDatagram(destination, out length);
    }

    public void Dispose()
    {
        if (_ssl != 0)
        {
            LibSsl.SSL_free(_ssl);
            _ssl = 0;
            _bio!.Dispose();
            _bio = null;
        }
    }

    /// <summary>Called by OpenSSL with the duration that has expired, or 0 the first time.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint NextTimerDuration(nint ssl, uint microseconds) =>
        microseconds == 0 ? FirstTimeoutMicroseconds : Math.Min(microseconds * 2, MaxTimeoutMicroseconds);

    private void Advance(MonoTime now)
    {
        LibCrypto.ERR_clear_error();
        if (State == DtlsState.Handshaking)
        {
            var queued = _bio!.Queued;
            var result = LibSsl.SSL_do_handshake(_ssl);
            if (result == 1)
            {
                _lastFlight = _bio.JoinFrom(queued);
                ReadFingerprint();
                Keys = DtlsSrtpKeys.TryExport(_ssl, _role);
                State = Keys is not null && _hasFingerprint ? DtlsState.Connected : DtlsState.Failed;
            }
            else if (LibSsl.SSL_get_error(_ssl, result) is not (LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite))
            {
                Fail();
                return;
            }
            else
            {
                ReadFingerprint();
            }
        }

        if (State == DtlsState.Connected)
        {
            Drain();
        }

        UpdateNextTimeout(now);
    }

    /// <summary>After the handshake only alerts and repeated flights matter; application data is dropped.</summary>
    [SkipLocalsInit]
    private void Drain()
    {
        var scratch = stackalloc byte[MaxRecordLength];
        int result;
        do
        {
            result = LibSsl.SSL_read(_ssl, scratch, MaxRecordLength);
        }
        while (result > 0);

        switch (LibSsl.SSL_get_error(_ssl, result))
        {
            case LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite:
                break;
            case LibSsl.ErrorZeroReturn:
                State = DtlsState.Closed;
                break;
            default:
                Fail();
                break;
        }
    }

    /// <summary>Releases OpenSSL's connection, unless only OpenSSL supports the suite.</summary>
    private void TrySettle()
    {
        if (DtlsMasterSecret.TryExport(_ssl, _role, out var keys))
        {
            _settled = new SettledAssociation(keys, _lastFlight);
            NextTimeout = null;
            Dispose();
        }

        _lastFlight = [];
    }

    private void Fail()
    {
        State = DtlsState.Failed;
        NextTimeout = null;
        LibCrypto.ERR_clear_error();
    }

    private void ReadFingerprint()
    {
        if (_hasFingerprint || LibSsl.SSL_get1_peer_certificate(_ssl) is var certificate && certificate == 0)
        {
            return;
        }

        uint length;
        fixed (byte* output = (Span<byte>)_fingerprint)
        {
            _hasFingerprint = LibCrypto.X509_digest(certificate, LibCrypto.EVP_sha256(), output, &length) == 1 && length == FingerprintLength;
        }

        LibCrypto.X509_free(certificate);
    }

    private void UpdateNextTimeout(MonoTime now)
    {
        TimeValue left;
        if (State is not (DtlsState.Handshaking or DtlsState.Connected)
            || LibSsl.SSL_ctrl(_ssl, LibSsl.ControlDtlsGetTimeout, 0, &left) != 1)
        {
            NextTimeout = null;
            return;
        }

        // If the wall clock was set back, wait no longer than the longest timer.
        var microseconds = Math.Min((left.Seconds * 1_000_000) + left.Microseconds, MaxTimeoutMicroseconds);
        var wait = TimeSpan.FromMicroseconds(microseconds);
        NextTimeout = now + (wait > _minWait ? wait : _minWait);
    }

    [InlineArray(FingerprintLength)]
    private struct Fingerprint
    {
        private byte _first;
    }

    /// <summary>struct timeval of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public long Seconds;
        public long Microseconds;
    }
}
