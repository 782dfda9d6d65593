using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Fuzz;

public class DtlsRecordFuzzTests
{
    private const int Rounds = 200_000;

    [Fact]
    public void TryRead_RandomBytes_RecordsLieInOrderInsideTheDatagram()
    {
        var random = new Random(20);
        var datagram = new byte[300];
        for (var round = 0; round < Rounds; round++)
        {
            var length = random.Next(datagram.Length + 1);
            var bytes = datagram.AsSpan(0, length);
            random.NextBytes(bytes);
            MakePlausible(random, bytes);
            AssertInside(bytes);
        }
    }

    [Fact]
    public void TryRead_MutatedHandshakes_RecordsLieInOrderInsideTheDatagram()
    {
        var random = new Random(21);
        var flight = FirstFlight();
        for (var round = 0; round < Rounds; round++)
        {
            var mutated = flight[..random.Next(flight.Length + 1)];
            for (var i = random.Next(4); i > 0 && mutated.Length > 0; i--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            AssertInside(mutated);
        }
    }

    [Fact]
    public void IsWellFormed_ConcatenatedRecords_IsTrueUntilOneByteIsMissing()
    {
        var random = new Random(22);
        for (var round = 0; round < 1_000; round++)
        {
            var datagram = Enumerable.Range(0, random.Next(1, 6)).SelectMany(_ => Record(random)).ToArray();
            Assert.True(DtlsRecordReader.IsWellFormed(datagram));
            Assert.False(DtlsRecordReader.IsWellFormed(datagram.AsSpan(0, datagram.Length - 1)));
        }
    }

    [Fact]
    public void HandlePacket_MutatedHandshakes_SessionStaysUsableOrFailsCleanly()
    {
        var random = new Random(23);
        using var factory = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System));
        var flight = FirstFlight();
        var reply = new byte[1500];
        for (var round = 0; round < 3_000; round++)
        {
            using var session = factory.Create(DtlsRole.Server);
            var mutated = flight.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            session.HandlePacket(mutated, MonoTime.FromMilliseconds(1));
            while (session.TryTakeDatagram(reply, out var length))
            {
                Assert.InRange(length, 1, 1200);
            }

            Assert.NotEqual(DtlsState.Connected, session.State);
            Assert.Null(session.Keys);
        }
    }

    private static void AssertInside(ReadOnlySpan<byte> datagram)
    {
        var reader = new DtlsRecordReader(datagram);
        var end = 0;
        while (reader.TryRead(out var record))
        {
            Assert.Equal(end, record.Offset);
            Assert.InRange(record.Length, DtlsRecordReader.HeaderLength, datagram.Length - end);
            Assert.InRange(record.ContentType, 20, 23);
            end += record.Length;
        }

        Assert.Equal(end > 0 && end == datagram.Length, DtlsRecordReader.IsWellFormed(datagram));
    }

    /// <summary>Random bytes almost never pass the first check; half of the rounds get a header that does.</summary>
    private static void MakePlausible(Random random, Span<byte> bytes)
    {
        if (bytes.Length >= DtlsRecordReader.HeaderLength && random.Next(2) == 0)
        {
            bytes[0] = (byte)random.Next(19, 25);
            bytes[1] = 0xFE;
            bytes[11] = 0;
        }
    }

    private static byte[] Record(Random random)
    {
        var record = new byte[DtlsRecordReader.HeaderLength + random.Next(256)];
        random.NextBytes(record);
        record[0] = (byte)random.Next(20, 24);
        record[1] = 0xFE;
        record[11] = 0;
        record[12] = (byte)(record.Length - DtlsRecordReader.HeaderLength);
        return record;
    }

    private static byte[] FirstFlight()
    {
        using var factory = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System));
        using var client = factory.Create(DtlsRole.Client);
        client.Start(default);
        var datagram = new byte[1500];
        Assert.True(client.TryTakeDatagram(datagram, out var length));
        return datagram[..length];
    }
}
