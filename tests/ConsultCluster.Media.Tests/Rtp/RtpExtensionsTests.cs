using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Tests.Rtp;

public sealed class RtpExtensionsTests
{
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(true, 200)]
    public void TryFind_WhatTheWriterWrote_IsFoundAndPadded(bool twoByte, byte id)
    {
        Span<byte> packet = stackalloc byte[100];
        var writer = new RtpHeaderWriter(packet, true, 96, 7, 8, 9, twoByte);
        writer.AddExtension(1, [0x55]);
        writer.AddExtension(0, [0x66]);
        writer.AddExtension(id, "video"u8);
        var length = writer.Finish();

        Assert.Equal(0, length % 4);
        Assert.True(RtpHeader.TryParse(packet[..length], out var header));
        Assert.Equal(length, header.Length);
        Assert.True(header.TryFindExtension(packet, 1, out var first));
        Assert.Equal([0x55], first.ToArray());
        Assert.True(header.TryFindExtension(packet, id, out var second));
        Assert.Equal("video"u8.ToArray(), second.ToArray());
        Assert.False(header.TryFindExtension(packet, 2, out _));
        Assert.False(header.TryFindExtension(packet, 0, out _));
    }

    [Fact]
    public void Finish_NoElements_HasNoExtension()
    {
        Span<byte> packet = stackalloc byte[12];
        var writer = new RtpHeaderWriter(packet, false, 96, 7, 8, 9);

        Assert.Equal(12, writer.Finish());
        Assert.Equal(0x80, packet[0]);
    }

    [Fact]
    public void TryFind_ElementLongerThanTheData_IsNotFound()
    {
        Assert.False(RtpExtensions.TryFind([0x1F, 0, 0, 0], RtpExtensions.OneByteProfile, 1, out _));
        Assert.False(RtpExtensions.TryFind([1, 200, 0, 0], RtpExtensions.TwoByteProfile, 1, out _));
        Assert.False(RtpExtensions.TryFind([1], RtpExtensions.TwoByteProfile, 1, out _));
        Assert.False(RtpExtensions.TryFind([0x10, 0x7F], 0x1234, 1, out _));
    }

    [Fact]
    public void TryFind_StopElement_EndsTheSearch()
    {
        Assert.False(RtpExtensions.TryFind([0xF0, 0, 0x20, 0x01], RtpExtensions.OneByteProfile, 2, out _));
    }
}
