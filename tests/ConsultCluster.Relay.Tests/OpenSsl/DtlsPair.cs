using ConsultCluster.Media.Dtls;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.Tests.OpenSsl;

/// <summary>Two associations and the datagrams between them.</summary>
internal sealed class DtlsPair : IDisposable
{
    private readonly OpenSslDtlsSessionFactory _clientFactory;
    private readonly OpenSslDtlsSessionFactory _serverFactory;
    private readonly byte[] _datagram = new byte[1500];

    public DtlsPair(
        string clientProfiles = OpenSslDtlsSessionFactory.DefaultProfiles,
        string serverProfiles = OpenSslDtlsSessionFactory.DefaultProfiles)
    {
        _clientFactory = new(DtlsCertificate.Create(TimeProvider.System), clientProfiles);
        _serverFactory = new(DtlsCertificate.Create(TimeProvider.System), serverProfiles);
        Client = _clientFactory.Create(DtlsRole.Client);
        Server = _serverFactory.Create(DtlsRole.Server);
    }

    public IDtlsSession Client { get; }

    public IDtlsSession Server { get; }

    public ReadOnlySpan<byte> ClientFingerprint => _clientFactory.LocalFingerprint;

    public ReadOnlySpan<byte> ServerFingerprint => _serverFactory.LocalFingerprint;

    /// <summary>Carries datagrams until neither side has more to send.</summary>
    /// <param name="tamper">May change or replace each datagram; null drops it.</param>
    public void Exchange(Func<byte[], byte[]?>? tamper = null)
    {
        Client.Start(default);
        bool moved;
        do
        {
            moved = Carry(Client, Server, tamper) | Carry(Server, Client, tamper);
        }
        while (moved);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        _clientFactory.Dispose();
        _serverFactory.Dispose();
    }

    private bool Carry(IDtlsSession from, IDtlsSession to, Func<byte[], byte[]?>? tamper)
    {
        var moved = false;
        while (from.TryTakeDatagram(_datagram, out var length))
        {
            moved = true;
            var copy = _datagram[..length];
            if ((tamper is null ? copy : tamper(copy)) is { } delivered)
            {
                to.HandlePacket(delivered, default);
            }
        }

        return moved;
    }
}
