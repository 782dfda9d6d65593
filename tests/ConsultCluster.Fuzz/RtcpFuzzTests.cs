using System.Buffers.Binary;
using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Fuzz;

public sealed class RtcpFuzzTests
{
    private const int Rounds = 200_000;

    [Fact]
    public void TryRead_RandomAndDamagedCompounds_NeverThrowsAndEnds()
    {
        var random = new Random(22);
        var buffer = new byte[400];
        for (var i = 0; i < Rounds; i++)
        {
            random.NextBytes(buffer);
            for (var at = 0; at < buffer.Length - 4; at += 4 * (1 + random.Next(12)))
            {
                buffer[at] = (byte)(0x80 | (buffer[at] & 0x3F));
                buffer[at + 1] = (byte)(200 + (buffer[at + 1] & 7));
                BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(at + 2), (ushort)random.Next(12));
            }

            ReadAll(buffer.AsSpan(0, random.Next(buffer.Length)));
        }
    }

    [Fact]
    public void TryRead_EveryTruncationOfAWholeCompound_NeverThrows()
    {
        Span<byte> buffer = stackalloc byte[300];
        var writer = new RtcpWriter(buffer);
        writer.WriteSenderReport(1, 2, 3, 4, 5);
        writer.WriteReceiverReport(1, [new(1, 2, 3, 4, 5, 6, 7)]);
        writer.WriteSourceDescription(1, "x"u8);
        writer.WriteNack(1, 2, [3, 4, 50]);
        writer.WritePli(1, 2);
        writer.WriteRemb(1, 1_000_000, [1]);
        for (var length = 0; length <= writer.Length; length++)
        {
            ReadAll(buffer[..length]);
        }
    }

    private static void ReadAll(ReadOnlySpan<byte> compound)
    {
        var packets = 0;
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            packets++;
            _ = packet.SenderSsrc;
            _ = packet.MediaSsrc;
            _ = packet.TryReadSenderInfo(out _, out _);
            _ = Remb.TryRead(packet.Feedback, out _);
            for (var blocks = packet.ReportBlocks; blocks.Length >= ReportBlock.Length; blocks = blocks[ReportBlock.Length..])
            {
                _ = ReportBlock.Read(blocks);
            }

            var items = new NackItems(packet.Feedback);
            while (items.TryRead(out _))
            {
            }
        }

        Assert.True(packets <= compound.Length / 4);
    }
}
