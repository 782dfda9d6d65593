using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Tests.Rtcp;

public sealed class RtcpRoundTripTests
{
    [Fact]
    public void TryRead_CompoundOfTheWriter_ReturnsEveryPacket()
    {
        var block = new ReportBlock(1, 128, -5, 0x1_0007, 33, 44, 55);
        Span<byte> buffer = stackalloc byte[500];
        var writer = new RtcpWriter(buffer);
        writer.WriteReceiverReport(9, [block, block with { CumulativeLost = 0x7F_FFFF }]);
        writer.WriteSenderReport(10, 0x1122_3344_5566_7788, 99, 7, 8);
        writer.WriteSourceDescription(9, "name"u8);
        writer.WriteNack(9, 10, [65_535, 65_536, 65_540, 65_552, 65_553]);
        writer.WritePli(9, 11);
        writer.WriteRemb(9, 2_500_000, [1, 2]);
        Assert.Equal(0, writer.Length % 4);

        var reader = new RtcpReader(buffer[..writer.Length]);
        Assert.True(reader.TryRead(out var report));
        Assert.Equal((RtcpType.ReceiverReport, 9u), (report.Type, report.SenderSsrc));
        Assert.Equal(block, ReportBlock.Read(report.ReportBlocks));
        Assert.Equal(0x7F_FFFF, ReportBlock.Read(report.ReportBlocks[ReportBlock.Length..]).CumulativeLost);
        Assert.True(reader.TryRead(out var sender));
        Assert.True(sender.TryReadSenderInfo(out var ntp, out var timestamp));
        Assert.Equal((10u, 0x1122_3344_5566_7788ul, 99u), (sender.SenderSsrc, ntp, timestamp));
        Assert.True(reader.TryRead(out var description));
        Assert.Equal(RtcpType.SourceDescription, description.Type);
        Assert.True(reader.TryRead(out var nack));
        Assert.Equal([65_535, 0, 4, 16, 17], Items(nack.Feedback));
        Assert.Equal(10u, nack.MediaSsrc);
        Assert.True(reader.TryRead(out var pli));
        Assert.Equal((RtcpType.PayloadFeedback, RtcpPacket.PliFormat, 11u), (pli.Type, pli.Count, pli.MediaSsrc));
        Assert.True(reader.TryRead(out var remb));
        Assert.True(Remb.TryRead(remb.Feedback, out var bitrate));
        Assert.InRange(bitrate, 2_499_980ul, 2_500_000ul);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void WriteNack_MoreThanFits_WritesWhatFits()
    {
        Span<byte> buffer = stackalloc byte[20];
        var writer = new RtcpWriter(buffer);
        writer.WriteNack(1, 2, [0, 100, 200, 300]);

        Assert.Equal(20, writer.Length);
        var reader = new RtcpReader(buffer);
        Assert.True(reader.TryRead(out var nack));
        Assert.Equal([0, 100], Items(nack.Feedback));
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 200, 0, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 0x80, 200 })]
    [InlineData(new byte[] { 0x40, 200, 0, 0 })]
    [InlineData(new byte[] { 0xA0, 200, 0, 1, 0, 0, 0, 9 })]
    [InlineData(new byte[] { 0xA0, 200, 0, 1, 0, 0, 0, 0 })]
    public void TryRead_ImpossibleLength_IsMalformed(byte[] compound)
    {
        var reader = new RtcpReader(compound);

        Assert.False(reader.TryRead(out _));
        Assert.True(reader.IsMalformed);
    }

    [Fact]
    public void ReportBlocks_CountPromisesMoreThanThereIs_AreOnlyWholeOnes()
    {
        var compound = new byte[4 + 4 + 24 + 20];
        compound[0] = 0x80 | 31;
        compound[1] = 201;
        compound[3] = (byte)((compound.Length / 4) - 1);
        var reader = new RtcpReader(compound);

        Assert.True(reader.TryRead(out var packet));
        Assert.Equal(24, packet.ReportBlocks.Length);
    }

    private static List<int> Items(ReadOnlySpan<byte> feedback)
    {
        var found = new List<int>();
        var items = new NackItems(feedback);
        while (items.TryRead(out var sequence))
        {
            found.Add(sequence);
        }

        return found;
    }
}
