using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.Tests.OpenSsl;

public class OpenSslDtlsSessionTests
{
    private const string Gcm = "SRTP_AEAD_AES_128_GCM";
    private const string CounterMode = "SRTP_AES128_CM_SHA1_80";

    [Theory]
    [InlineData(OpenSslDtlsSessionFactory.DefaultProfiles, SrtpProfile.AeadAes128Gcm)]
    [InlineData(CounterMode + ":" + Gcm, SrtpProfile.AeadAes128Gcm)]
    [InlineData(CounterMode, SrtpProfile.AesCm128HmacSha1_80)]
    public void HandlePacket_WholeHandshake_BothHaveTheSameKeysAndTheOthersFingerprint(string offered, SrtpProfile expected)
    {
        using var pair = new DtlsPair(clientProfiles: offered);

        pair.Exchange();

        Assert.Equal(DtlsState.Connected, pair.Client.State);
        Assert.Equal(DtlsState.Connected, pair.Server.State);
        Assert.Equal(pair.ServerFingerprint, pair.Client.PeerFingerprint);
        Assert.Equal(pair.ClientFingerprint, pair.Server.PeerFingerprint);
        var client = pair.Client.Keys!;
        var server = pair.Server.Keys!;
        Assert.Equal(expected, client.Profile);
        Assert.Equal(expected, server.Profile);
        Assert.Equal(client.SendKey, server.ReceiveKey);
        Assert.Equal(client.SendSalt, server.ReceiveSalt);
        Assert.Equal(client.ReceiveKey, server.SendKey);
        Assert.Equal(client.ReceiveSalt, server.SendSalt);
        Assert.NotEqual(client.SendKey, client.ReceiveKey);
        Assert.Equal(expected == SrtpProfile.AeadAes128Gcm ? 12 : 14, client.SendSalt.Length);
    }

    [Fact]
    public void HandlePacket_NoProfileInCommon_Fails()
    {
        using var pair = new DtlsPair(clientProfiles: CounterMode, serverProfiles: Gcm);

        pair.Exchange();

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Null(pair.Server.Keys);
        Assert.Null(pair.Client.Keys);
    }

    [Fact]
    public void HandlePacket_EveryDatagram_FitsThePathAndIsAWholeNumberOfRecords()
    {
        using var pair = new DtlsPair();
        var seen = 0;

        pair.Exchange(datagram =>
        {
            seen++;
            Assert.InRange(datagram.Length, DtlsRecordReader.HeaderLength, 1200);
            Assert.True(DtlsRecordReader.IsWellFormed(datagram));
            return datagram;
        });

        Assert.InRange(seen, 4, 20);
    }

    [Fact]
    public void TryTakeDatagram_DestinationTooShort_TheDatagramStays()
    {
        using var pair = new DtlsPair();
        pair.Client.Start(default);
        var whole = new byte[1500];

        Assert.False(pair.Client.TryTakeDatagram(whole.AsSpan(0, 50), out _));
        Assert.True(pair.Client.TryTakeDatagram(whole, out var length));
        Assert.InRange(length, 51, 1200);
        Assert.False(pair.Client.TryTakeDatagram(whole, out _));
    }

    [Fact]
    public void HandlePacket_RecordsOfEachDatagramSentApart_StillConnects()
    {
        using var pair = new DtlsPair();
        pair.Client.Start(default);
        bool moved;
        do
        {
            moved = CarrySplit(pair.Client, pair.Server) | CarrySplit(pair.Server, pair.Client);
        }
        while (moved);

        Assert.Equal(DtlsState.Connected, pair.Client.State);
        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void HandlePacket_GarbageBetweenTheFlights_IsDropped()
    {
        using var pair = new DtlsPair();
        var random = new Random(7);

        pair.Exchange(datagram =>
        {
            var garbage = new byte[random.Next(1, 200)];
            random.NextBytes(garbage);
            garbage[0] = (byte)random.Next(20, 64);
            pair.Server.HandlePacket(garbage, default);
            pair.Client.HandlePacket(garbage, default);
            return datagram;
        });

        Assert.Equal(DtlsState.Connected, pair.Client.State);
        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void Close_OfOneSide_ClosesTheOther()
    {
        using var pair = new DtlsPair();
        pair.Exchange();

        pair.Client.Close();
        pair.Exchange();

        Assert.Equal(DtlsState.Closed, pair.Client.State);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
        Assert.Null(pair.Server.NextTimeout);
    }

    [Fact]
    public void NextTimeout_FlightUnanswered_IsSoonAndGoneOnceConnected()
    {
        using var pair = new DtlsPair();
        var now = MonoTime.FromMilliseconds(1_000);

        Assert.Null(pair.Client.NextTimeout);
        pair.Client.Start(now);
        Assert.InRange(pair.Client.NextTimeout!.Value - now, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200));

        pair.Exchange();
        Assert.Null(pair.Client.NextTimeout);
        Assert.Null(pair.Server.NextTimeout);
    }

    [Fact]
    public void HandleTimeout_FlightLost_SendsItAgainAndConnects()
    {
        using var pair = new DtlsPair();
        pair.Client.Start(default);
        var lost = new byte[1500];
        Assert.True(pair.Client.TryTakeDatagram(lost, out _));

        var deadline = TimeProvider.System.GetTimestamp();
        while (!pair.Client.TryTakeDatagram(lost, out _))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(10), "Nothing was sent again.");
            pair.Client.HandleTimeout(default);
        }

        pair.Server.HandlePacket(lost.AsSpan(0, Length(lost)), default);
        pair.Exchange();
        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    private static int Length(byte[] datagram)
    {
        var reader = new DtlsRecordReader(datagram);
        Assert.True(reader.TryRead(out var record));
        return record.Length;
    }

    private static bool CarrySplit(IDtlsSession from, IDtlsSession to)
    {
        var moved = false;
        var datagram = new byte[1500];
        while (from.TryTakeDatagram(datagram, out var length))
        {
            moved = true;
            var reader = new DtlsRecordReader(datagram.AsSpan(0, length));
            while (reader.TryRead(out var record))
            {
                to.HandlePacket(datagram.AsSpan(record.Offset, record.Length), default);
            }
        }

        return moved;
    }
}
