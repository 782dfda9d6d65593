using BenchmarkDotNet.Attributes;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>DTLS by OpenSSL, both ends of it.</summary>
[InvocationCount(32, 1)]
public class HandshakeBenchmarks : IDisposable
{
    private readonly OpenSslDtlsSessionFactory _client = Factory();
    private readonly OpenSslDtlsSessionFactory _server = Factory();
    private readonly byte[] _datagram = new byte[2048];

    /// <summary>From the first datagram until both sides have their SRTP keys.</summary>
    [Benchmark]
    public bool DtlsHandshake()
    {
        using var client = _client.Create(DtlsRole.Client);
        using var server = _server.Create(DtlsRole.Server);
        client.Start(default);
        while (Carry(client, server) | Carry(server, client))
        {
        }

        return client.Keys is not null && server.Keys is not null ? true : throw new InvalidOperationException("The handshake did not end.");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    private static OpenSslDtlsSessionFactory Factory() => new(DtlsCertificate.Create(TimeProvider.System));

    private bool Carry(IDtlsSession from, IDtlsSession to)
    {
        var moved = false;
        while (from.TryTakeDatagram(_datagram, out var length))
        {
            moved = true;
            to.HandlePacket(_datagram.AsSpan(0, length), default);
        }

        return moved;
    }
}
