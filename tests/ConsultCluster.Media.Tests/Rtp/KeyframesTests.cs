using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Rtp;

public sealed class KeyframesTests
{
    [Theory]
    [InlineData("10 00", true)]
    [InlineData("10 01", false)]
    [InlineData("00 00", false)]
    [InlineData("11 00", false)]
    [InlineData("90 80 12 00", true)]
    [InlineData("90 80 92 34 00", true)]
    [InlineData("90 80 92 34 01", false)]
    [InlineData("90 E0 92 34 05 40 00", true)]
    [InlineData("90 F0 92 34 05 40 01", false)]
    [InlineData("90 80 92 34", false)]
    [InlineData("90 80", false)]
    [InlineData("90", false)]
    [InlineData("", false)]
    public void StartsAt_Vp8_IsFirstPacketOfAnIntraFrame(string payload, bool expected) => Check(RtpCodec.Vp8, payload, expected);

    [Theory]
    [InlineData("65 88", true)]
    [InlineData("67 42", true)]
    [InlineData("61 88", false)]
    [InlineData("7C 85 00", true)]
    [InlineData("7C 05 00", false)]
    [InlineData("7C 81 00", false)]
    [InlineData("78 00 02 67 42 00 02 68 CE", true)]
    [InlineData("78 00 02 61 42 00 02 65 CE", true)]
    [InlineData("78 00 02 61 42 00 02 61 CE", false)]
    [InlineData("78 00 00 61", false)]
    [InlineData("78 00 09 61", false)]
    [InlineData("7C", false)]
    [InlineData("", false)]
    public void StartsAt_H264_IsIdrOrParameterSet(string payload, bool expected) => Check(RtpCodec.H264, payload, expected);

    [Theory]
    [InlineData("08", true)]
    [InlineData("88 81 02", true)]
    [InlineData("48", false)]
    [InlineData("00", false)]
    [InlineData("28 00", true)]
    [InlineData("28 02", false)]
    [InlineData("A8 81 02 00", true)]
    [InlineData("A8 05 02", false)]
    [InlineData("28", false)]
    [InlineData("", false)]
    public void StartsAt_Vp9_IsUnpredictedFrameStartInTheLowestLayer(string payload, bool expected) => Check(RtpCodec.Vp9, payload, expected);

    [Theory]
    [InlineData("18 0A", true)]
    [InlineData("10 0A", false)]
    [InlineData("88", false)]
    [InlineData("", false)]
    public void StartsAt_Av1_IsTheFirstOfACodedVideoSequence(string payload, bool expected) => Check(RtpCodec.Av1, payload, expected);

    [Fact]
    public void StartsAt_Opus_IsAlways() => Check(RtpCodec.Opus, "78", true);

    private static void Check(RtpCodec codec, string payload, bool expected) =>
        Assert.Equal(expected, Keyframes.StartsAt(codec, Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal))));
}
