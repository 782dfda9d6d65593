using ConsultCluster.Media.Dtls;

namespace ConsultCluster.Fuzz;

public class SettledAssociationFuzzTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const int Rounds = 100_000;

    [Fact]
    public void HandlePacket_RandomRecords_ChangeNothingAndAreNotAnswered()
    {
        var random = new Random(31);
        var association = new SettledAssociation(Keys(random, DtlsRole.Server, out _), [1, 2, 3]);
        var buffer = new byte[200];
        var reply = new byte[1500];
        for (var round = 0; round < Rounds; round++)
        {
            var datagram = buffer.AsSpan(0, random.Next(buffer.Length + 1));
            random.NextBytes(datagram);
            if (datagram.Length >= DtlsRecordReader.HeaderLength)
            {
                datagram[0] = (byte)random.Next(19, 25);
                datagram[1] = 0xFE;
                datagram[3] = 0;
                datagram[4] = (byte)random.Next(3);
                datagram[11] = 0;
                datagram[12] = (byte)random.Next(datagram.Length - DtlsRecordReader.HeaderLength + 1);
            }

            Assert.False(association.HandlePacket(datagram));
            Assert.False(association.TryTakeDatagram(reply, out _));
        }

        Assert.Equal(DtlsState.Connected, association.State);
    }

    [Fact]
    public void HandlePacket_MutatedRecordsOfThePeer_OnlyTheWholeOneIsTaken()
    {
        var random = new Random(32);
        var keys = Keys(random, DtlsRole.Server, out var peer);
        var record = new byte[100];
        for (var round = 0; round < Rounds / 10; round++)
        {
            var association = new SettledAssociation(keys, []);
            var length = peer.Seal(Alert, 1, random.Next(), [(byte)random.Next(1, 3), (byte)random.Next(2)], record);
            var mutated = record[..random.Next(length + 1)];
            for (var i = random.Next(4); i > 0 && mutated.Length > 0; i--)
            {
                mutated[random.Next(mutated.Length)] ^= (byte)random.Next(256);
            }

            var isWhole = mutated.AsSpan().SequenceEqual(record.AsSpan(0, length));
            Assert.Equal(isWhole, association.HandlePacket(mutated));
            Assert.True(isWhole || association.State == DtlsState.Connected);
        }
    }

    [Fact]
    public void HandlePacket_AuthenticContentOfAnyLength_NeverThrows()
    {
        var random = new Random(33);
        var keys = Keys(random, DtlsRole.Client, out var peer);
        var record = new byte[400];
        for (var round = 0; round < Rounds / 10; round++)
        {
            var association = new SettledAssociation(keys, [0]);
            var content = new byte[random.Next(300)];
            random.NextBytes(content);
            var length = peer.Seal(random.Next(2) == 0 ? Alert : Handshake, (ushort)random.Next(3), random.Next(), content, record);
            association.HandlePacket(record.AsSpan(0, length));
            association.TryTakeDatagram(new byte[1500], out _);
        }
    }

    private static DtlsRecordKeys Keys(Random random, DtlsRole role, out DtlsRecordKeys peer)
    {
        var secret = new byte[DtlsRecordKeys.MasterSecretLength + (2 * DtlsRecordKeys.RandomLength)];
        random.NextBytes(secret);
        var master = secret.AsSpan(0, DtlsRecordKeys.MasterSecretLength);
        var client = secret.AsSpan(DtlsRecordKeys.MasterSecretLength, DtlsRecordKeys.RandomLength);
        var server = secret.AsSpan(DtlsRecordKeys.MasterSecretLength + DtlsRecordKeys.RandomLength);
        peer = DtlsRecordKeys.Derive(role == DtlsRole.Server ? DtlsRole.Client : DtlsRole.Server, master, client, server);
        return DtlsRecordKeys.Derive(role, master, client, server);
    }
}
