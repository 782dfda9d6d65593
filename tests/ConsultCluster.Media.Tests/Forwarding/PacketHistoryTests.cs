using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class PacketHistoryTests
{
    [Fact]
    public void TryFind_KeptPacket_GivesPayloadDescriptorAndRtxPayload()
    {
        var history = new PacketHistory(8, 1000);
        Assert.True(history.TryAdd(Packet(7), [1, 2], [3, 4, 5]));

        Assert.True(history.TryFind(7, out var record));
        Assert.Equal([1, 2], history.Descriptor(record).ToArray());
        Assert.Equal([3, 4, 5], history.Payload(record).ToArray());
        Assert.Equal([0xAB, 0xCD, 3, 4, 5], history.RtxPayload(record, 0xABCD).ToArray());
        Assert.Equal([1, 2], history.Descriptor(record).ToArray());
        Assert.False(history.TryFind(8, out _));
        Assert.False(history.TryFind(-1, out _));
    }

    [Fact]
    public void TryAdd_SamePacketAgain_IsFalse()
    {
        var history = new PacketHistory(8, 1000);

        Assert.True(history.TryAdd(Packet(7), [], [1]));
        Assert.False(history.TryAdd(Packet(7), [], [2]));
    }

    [Fact]
    public void TryAdd_OlderThanTheRing_IsFalse()
    {
        var history = new PacketHistory(8, 1000);
        Assert.True(history.TryAdd(Packet(100), [], [1]));

        Assert.True(history.TryAdd(Packet(93), [], [1]));
        Assert.False(history.TryAdd(Packet(92), [], [1]));
        Assert.False(history.TryAdd(Packet(-5), [], [1]));
    }

    [Fact]
    public void TryFind_BytesAreOverwritten_IsFalseForTheOldAndTrueForTheNew()
    {
        var history = new PacketHistory(1024, 1000);
        for (var i = 0; i < 500; i++)
        {
            Assert.True(history.TryAdd(Packet(i), [], Enumerable.Repeat((byte)i, 90).ToArray()));
            for (var back = 0; back <= i; back++)
            {
                var found = history.TryFind(i - back, out var record);
                Assert.True(found || back > 8);
                if (found)
                {
                    Assert.All(history.Payload(record).ToArray(), value => Assert.Equal((byte)(i - back), value));
                }
            }
        }
    }

    [Fact]
    public void TryAdd_LargerThanTheHistory_IsFalse() => Assert.False(new PacketHistory(8, 100).TryAdd(Packet(1), [], new byte[99]));

    [Fact]
    public void Clear_OldPackets_AreRemovedAndNumbersMayRestart()
    {
        var history = new PacketHistory(8, 1000);
        history.TryAdd(Packet(1000), [], [1]);
        history.Clear();

        Assert.False(history.TryFind(1000, out _));
        Assert.True(history.TryAdd(Packet(3), [], [1]));
    }

    private static PacketRecord Packet(long sequence) => new() { Sequence = sequence, PayloadType = 96 };
}
