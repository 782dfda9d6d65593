using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Tests.Rtp;

public sealed class RtpHeaderTests
{
    [Fact]
    public void TryParse_FixedHeader_ReadsEveryField()
    {
        byte[] packet = [0x80, 0xE0, 0x12, 0x34, 1, 2, 3, 4, 5, 6, 7, 8, 0xAA];

        Assert.True(RtpHeader.TryParse(packet, out var header));
        Assert.Equal((true, 0x60, 0x1234, 0x01020304u, 0x05060708u), (header.Marker, header.PayloadType, header.Sequence, header.Timestamp, header.Ssrc));
        Assert.Equal(12, header.Length);
        Assert.True(header.TryGetPayload(packet, out var payload));
        Assert.Equal([0xAA], payload.ToArray());
    }

    [Fact]
    public void TryParse_SourcesAndExtension_LengthCoversBoth()
    {
        byte[] packet = [0x92, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 1, 0x10, 0x7F, 0, 0, 0xAA];

        Assert.True(RtpHeader.TryParse(packet, out var header));
        Assert.Equal(28, header.Length);
        Assert.True(header.TryFindExtension(packet, 1, out var value));
        Assert.Equal([0x7F], value.ToArray());
    }

    [Fact]
    public void TryParse_EveryTruncation_IsFalse()
    {
        byte[] packet = [0x92, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 1, 0x10, 0x7F, 0, 0];

        for (var length = 0; length < packet.Length; length++)
        {
            Assert.False(RtpHeader.TryParse(packet.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0xC0)]
    public void TryParse_OtherVersion_IsFalse(byte first)
    {
        byte[] packet = [first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.False(RtpHeader.TryParse(packet, out _));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    [InlineData(4, -1)]
    public void TryGetPayload_Padding_IsCutOffOrImpossible(byte padding, int payloadLength)
    {
        byte[] packet = [0xA0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, padding];

        Assert.True(RtpHeader.TryParse(packet, out var header));
        Assert.Equal(payloadLength >= 0, header.TryGetPayload(packet, out var payload));
        Assert.True(payloadLength < 0 || payload.Length == payloadLength);
    }
}
