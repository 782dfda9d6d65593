using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class CodecMatchTests
{
    [Theory]
    [InlineData("profile-level-id=42001f;packetization-mode=1", "packetization-mode=1;profile-level-id=42e034;level-asymmetry-allowed=1", true)]
    [InlineData("profile-level-id=42001f;packetization-mode=1", "profile-level-id=42001f;packetization-mode=0", false)]
    [InlineData("profile-level-id=42001f;packetization-mode=0", "profile-level-id=42001f", true)]
    [InlineData("profile-level-id=42001f;packetization-mode=1", "profile-level-id=64001f;packetization-mode=1", false)]
    [InlineData("profile-level-id=64001F;packetization-mode=1", "profile-level-id=64001f; packetization-mode=1", true)]
    public void AreSame_H264_ByPacketizationAndProfile(string first, string second, bool expected) => Check(RtpCodec.H264, first, second, expected);

    [Theory]
    [InlineData("profile-id=0", "", true)]
    [InlineData("profile-id=0", "profile-id=2", false)]
    public void AreSame_Vp9_ByProfile(string first, string second, bool expected) => Check(RtpCodec.Vp9, first, second, expected);

    [Theory]
    [InlineData("level-idx=5;profile=0;tier=0", "", true)]
    [InlineData("profile=1", "profile=0", false)]
    public void AreSame_Av1_ByProfile(string first, string second, bool expected) => Check(RtpCodec.Av1, first, second, expected);

    [Fact]
    public void AreSame_Vp8_WhateverTheParameters() => Check(RtpCodec.Vp8, "max-fr=30", "", true);

    [Fact]
    public void AreSame_DifferentCodecs_IsFalse() => Assert.False(CodecMatch.AreSame(Codec(RtpCodec.Vp8, ""), Codec(RtpCodec.Vp9, "")));

    private static void Check(RtpCodec codec, string first, string second, bool expected)
    {
        Assert.Equal(expected, CodecMatch.AreSame(Codec(codec, first), Codec(codec, second)));
        Assert.Equal(expected, CodecMatch.AreSame(Codec(codec, second), Codec(codec, first)));
    }

    private static NegotiatedCodec Codec(RtpCodec codec, string parameters) => new(codec, 96, null, 90_000, parameters, Nack: true, Pli: true);
}
