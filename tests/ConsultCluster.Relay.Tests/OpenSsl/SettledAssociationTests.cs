using ConsultCluster.Media.Dtls;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.Tests.OpenSsl;

/// <summary>
/// One side has released OpenSSL after the handshake, the other still uses it; each must accept the other's records.
/// </summary>
public class SettledAssociationTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;

    [Theory]
    [InlineData(DtlsRole.Server)]
    [InlineData(DtlsRole.Client)]
    public void TryTakeDatagram_HandshakeDone_LetsOpenSslGo(DtlsRole role)
    {
        using var pair = new UnevenPair(role);

        Assert.True(pair.Settled.IsSettled);
        Assert.Equal(DtlsState.Connected, pair.Settled.State);
        Assert.Null(pair.Settled.NextTimeout);
        Assert.Equal(pair.OpenSslFingerprint, pair.Settled.PeerFingerprint);
        Assert.Equal(pair.OpenSsl.Keys!.SendKey, pair.Settled.Keys!.ReceiveKey);
        Assert.False(pair.OpenSsl.IsSettled);
    }

    [Theory]
    [InlineData(DtlsRole.Server)]
    [InlineData(DtlsRole.Client)]
    public void HandlePacket_GoodbyeOfOpenSsl_IsClosed(DtlsRole role)
    {
        using var pair = new UnevenPair(role);

        pair.OpenSsl.Close();

        Assert.True(pair.Settled.HandlePacket(pair.TakeFromOpenSsl(), default));
        Assert.Equal(DtlsState.Closed, pair.Settled.State);
        Assert.False(pair.Settled.TryTakeDatagram(new byte[1500], out _));
    }

    [Theory]
    [InlineData(DtlsRole.Server)]
    [InlineData(DtlsRole.Client)]
    public void Close_OfTheSettledSide_OpenSslUnderstands(DtlsRole role)
    {
        using var pair = new UnevenPair(role);

        pair.Settled.Close();
        var goodbye = pair.TakeFromSettled();
        Assert.Equal(DtlsRecordReader.HeaderLength + 8 + 2 + 16, goodbye.Length);
        pair.OpenSsl.HandlePacket(goodbye, default);

        Assert.Equal(DtlsState.Closed, pair.OpenSsl.State);
        Assert.Equal(DtlsState.Closed, pair.Settled.State);
        pair.Settled.Close();
        Assert.False(pair.Settled.TryTakeDatagram(new byte[1500], out _));
    }

    [Fact]
    public void HandlePacket_AlertChangedAnywhere_IsDropped()
    {
        using var pair = new UnevenPair(DtlsRole.Server);
        pair.OpenSsl.Close();
        var goodbye = pair.TakeFromOpenSsl();

        for (var i = 0; i < goodbye.Length; i++)
        {
            var forged = goodbye.ToArray();
            forged[i] ^= 1;
            Assert.False(pair.Settled.HandlePacket(forged, default));
            Assert.False(pair.Settled.HandlePacket(goodbye.AsSpan(0, i), default));
        }

        Assert.Equal(DtlsState.Connected, pair.Settled.State);
        Assert.True(pair.Settled.HandlePacket(goodbye, default));
    }

    [Fact]
    public void HandlePacket_AlertInClear_IsDropped()
    {
        using var pair = new UnevenPair(DtlsRole.Server);
        byte[] fatal = [Alert, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40];

        Assert.False(pair.Settled.HandlePacket(fatal, default));
        Assert.Equal(DtlsState.Connected, pair.Settled.State);
    }

    [Fact]
    public void HandlePacket_NewClientHello_IsDroppedWithoutAnAnswer()
    {
        using var pair = new UnevenPair(DtlsRole.Server);
        using var factory = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System));
        using var other = factory.Create(DtlsRole.Client);
        other.Start(default);
        var hello = new byte[1500];
        Assert.True(other.TryTakeDatagram(hello, out var length));

        Assert.False(pair.Settled.HandlePacket(hello.AsSpan(0, length), default));
        Assert.False(pair.Settled.TryTakeDatagram(new byte[1500], out _));
        Assert.Equal(DtlsState.Connected, pair.Settled.State);
    }

    [Fact]
    public void HandlePacket_OurLastFlightWasLost_IsRepeatedAndTheClientConnects()
    {
        using var pair = new UnevenPair(DtlsRole.Server, loseLastFlight: true);
        Assert.True(pair.Settled.IsSettled);
        Assert.Equal(DtlsState.Handshaking, pair.OpenSsl.State);

        pair.CarryRepeatedFlight();

        Assert.Equal(DtlsState.Connected, pair.OpenSsl.State);
        Assert.Equal(pair.Settled.Keys!.SendKey, pair.OpenSsl.Keys!.ReceiveKey);
    }

    [Fact]
    public void HandlePacket_FinishedReplayedForever_IsAnsweredSixteenTimesAtMost()
    {
        using var pair = new UnevenPair(DtlsRole.Server);
        var finished = pair.FromOpenSsl.Single(datagram => IsFinished(datagram));
        var answers = 0;
        for (var i = 0; i < 100; i++)
        {
            pair.Settled.HandlePacket(finished, default);
            while (pair.Settled.TryTakeDatagram(new byte[1500], out var length))
            {
                answers++;
                Assert.InRange(length, 1, finished.Length);
            }
        }

        Assert.Equal(16, answers);
    }

    [Fact]
    public void TryTakeDatagram_SuiteThatOnlyOpenSslSpeaks_KeepsOpenSsl()
    {
        using var pair = new UnevenPair(DtlsRole.Server, ciphers: "ECDHE-ECDSA-CHACHA20-POLY1305");

        Assert.False(pair.Settled.IsSettled);
        pair.OpenSsl.Close();
        pair.Settled.HandlePacket(pair.TakeFromOpenSsl(), default);
        Assert.Equal(DtlsState.Closed, pair.Settled.State);
    }

    private static bool IsFinished(byte[] datagram)
    {
        var reader = new DtlsRecordReader(datagram);
        while (reader.TryRead(out var record))
        {
            if (record is { ContentType: Handshake, Epoch: 1 })
            {
                return true;
            }
        }

        return false;
    }
}
