using ConsultCluster.Media.Dtls;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.Tests.OpenSsl;

/// <summary>
/// Two associations, one of which keeps OpenSSL after the handshake, like other DTLS implementations.
/// </summary>
internal sealed class UnevenPair : IDisposable
{
    private readonly OpenSslDtlsSessionFactory _settledFactory = new(DtlsCertificate.Create(TimeProvider.System));
    private readonly OpenSslDtlsSessionFactory _openSslFactory;
    private readonly byte[] _datagram = new byte[1500];

    /// <param name="settledRole">Role of the side that releases OpenSSL.</param>
    /// <param name="loseLastFlight">That side's last flight never arrives.</param>
    public UnevenPair(DtlsRole settledRole, bool loseLastFlight = false, string? ciphers = null)
    {
        _openSslFactory = new(DtlsCertificate.Create(TimeProvider.System), OpenSslDtlsSessionFactory.DefaultProfiles, ciphers) { KeepsOpenSsl = true };
        Settled = (OpenSslDtlsSession)_settledFactory.Create(settledRole);
        OpenSsl = (OpenSslDtlsSession)_openSslFactory.Create(settledRole == DtlsRole.Server ? DtlsRole.Client : DtlsRole.Server);
        Settled.Start(default);
        OpenSsl.Start(default);
        bool moved;
        do
        {
            moved = false;
            while (OpenSsl.TryTakeDatagram(_datagram, out var length))
            {
                moved = true;
                FromOpenSsl.Add(_datagram[..length]);
                Settled.HandlePacket(_datagram.AsSpan(0, length), default);
            }

            var isLast = Settled.State == DtlsState.Connected;
            while (Settled.TryTakeDatagram(_datagram, out var length))
            {
                moved = true;
                if (!(loseLastFlight && isLast))
                {
                    OpenSsl.HandlePacket(_datagram.AsSpan(0, length), default);
                }
            }
        }
        while (moved);
    }

    public OpenSslDtlsSession Settled { get; }

    public OpenSslDtlsSession OpenSsl { get; }

    public ReadOnlySpan<byte> OpenSslFingerprint => _openSslFactory.LocalFingerprint;

    /// <summary>Every datagram of the handshake that OpenSSL's side sent.</summary>
    public List<byte[]> FromOpenSsl { get; } = [];

    public byte[] TakeFromOpenSsl() => Take(OpenSsl);

    public byte[] TakeFromSettled() => Take(Settled);

    /// <summary>
    /// Waits for OpenSSL's retransmission, which depends on its own clock, and carries it and the answers.
    /// </summary>
    public void CarryRepeatedFlight()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (OpenSsl.State == DtlsState.Handshaking)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "The handshake does not end.");
            OpenSsl.HandleTimeout(default);
            while (OpenSsl.TryTakeDatagram(_datagram, out var length))
            {
                Settled.HandlePacket(_datagram.AsSpan(0, length), default);
            }

            while (Settled.TryTakeDatagram(_datagram, out var length))
            {
                OpenSsl.HandlePacket(_datagram.AsSpan(0, length), default);
            }
        }
    }

    public void Dispose()
    {
        Settled.Dispose();
        OpenSsl.Dispose();
        _settledFactory.Dispose();
        _openSslFactory.Dispose();
    }

    private byte[] Take(OpenSslDtlsSession session)
    {
        Assert.True(session.TryTakeDatagram(_datagram, out var length));
        return _datagram[..length];
    }
}
