using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class CodecMatchTests
{
    private const string Browser = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    [Theory]
    [InlineData("42e01f", "42e034", true)]
    [InlineData("42e01f", "42001f", true)]
    [InlineData("42e01f", "42C01F", true)]
    [InlineData("42001f", "42e01f", true)]
    [InlineData("42e01f", "4d801f", true)]
    [InlineData("42e01f", "58c01f", true)]
    [InlineData("42e01f", "4d001f", false)]
    [InlineData("42e01f", "64001f", false)]
    [InlineData("42e01f", "640c1f", false)]
    [InlineData("4d001f", "42e01f", true)]
    [InlineData("4d001f", "4d401f", true)]
    [InlineData("4d001f", "640c1f", false)]
    [InlineData("640c1f", "42e01f", true)]
    [InlineData("640c1f", "4d001f", false)]
    [InlineData("640c1f", "64001f", false)]
    [InlineData("64001f", "42e01f", true)]
    [InlineData("64001f", "4d001f", true)]
    [InlineData("64001f", "640c1f", true)]
    [InlineData("64001f", "640028", true)]
    [InlineData("64001f", "58001f", false)]
    [InlineData("64001f", "6e001f", false)]
    [InlineData("6e001f", "64001f", true)]
    [InlineData("7a001f", "6e101f", true)]
    [InlineData("6e101f", "64001f", false)]
    [InlineData("f4001f", "2c101f", true)]
    [InlineData("f4001f", "64001f", true)]
    [InlineData("f4001f", "640c1f", true)]
    [InlineData("f4001f", "4d001f", true)]
    [InlineData("58001f", "42001f", true)]
    [InlineData("58001f", "4d001f", false)]
    [InlineData("42e01f", "nonsense", false)]
    [InlineData("42e01f", "42e0", false)]
    public void CanDecode_H264Profiles_ByTheToolsTheyInclude(string receiver, string publisher, bool expected) =>
        Check(RtpCodec.H264, $"packetization-mode=1;profile-level-id={receiver}", $"profile-level-id={publisher}; packetization-mode=1", expected);

    [Theory]
    [InlineData("packetization-mode=1", "packetization-mode=0", true)]
    [InlineData("packetization-mode=1", "", true)]
    [InlineData("packetization-mode=0", "packetization-mode=1", false)]
    [InlineData("", "packetization-mode=1", false)]
    [InlineData("", "packetization-mode=0", true)]
    [InlineData("packetization-mode=2", "packetization-mode=2;x=1", false)]
    [InlineData("packetization-mode=1", "packetization-mode=x", false)]
    public void CanDecode_H264Packetization_NonInterleavedIncludesSingleUnits(string receiver, string publisher, bool expected) =>
        Check(RtpCodec.H264, receiver, publisher, expected);

    [Theory]
    [InlineData(Browser, "", true)]
    [InlineData("", Browser, false)]
    [InlineData("", "profile-level-id=42e01f", true)]
    [InlineData("profile-level-id=64001f;packetization-mode=1", "", true)]
    public void CanDecode_H264WithoutParameters_IsBaselineOfSingleUnits(string receiver, string publisher, bool expected) =>
        Check(RtpCodec.H264, receiver, publisher, expected);

    [Theory]
    [InlineData("profile-id=0", "", true)]
    [InlineData("profile-id=0", "profile-id=2", false)]
    [InlineData("profile-id=2", "profile-id=0", false)]
    public void CanDecode_Vp9_ByProfile(string receiver, string publisher, bool expected) => Check(RtpCodec.Vp9, receiver, publisher, expected);

    [Theory]
    [InlineData("level-idx=5;profile=0;tier=0", "", true)]
    [InlineData("profile=1", "profile=0", true)]
    [InlineData("profile=0", "profile=1", false)]
    [InlineData("profile=x", "profile=0", false)]
    public void CanDecode_Av1_LowerProfiles(string receiver, string publisher, bool expected) => Check(RtpCodec.Av1, receiver, publisher, expected);

    [Fact]
    public void CanDecode_UnknownProfileOfEqualParameters_IsTrue() =>
        Check(RtpCodec.H264, "profile-level-id=ff001f", "profile-level-id=FF001F", expected: true);

    [Fact]
    public void CanDecode_Vp8_WhateverTheParameters() => Check(RtpCodec.Vp8, "max-fr=30", "", expected: true);

    [Fact]
    public void CanDecode_DifferentCodecs_IsFalse() => Assert.False(CodecMatch.CanDecode(Codec(RtpCodec.Vp8, ""), Codec(RtpCodec.Vp9, "")));

    [Fact]
    public void MapFrom_SeveralDecodeIt_TheSameProfileIsTaken()
    {
        var receiver = new CodecTable(
        [
            Codec(RtpCodec.H264, "packetization-mode=1;profile-level-id=64001f", 100),
            Codec(RtpCodec.H264, "packetization-mode=1;profile-level-id=42e01f", 101),
        ]);
        var types = new byte[128];
        var rtx = new byte[128];

        receiver.MapFrom(new CodecTable([Codec(RtpCodec.H264, "packetization-mode=1;profile-level-id=42001f", 50)]), types, rtx);
        Assert.Equal(101, types[50]);

        receiver.MapFrom(new CodecTable([Codec(RtpCodec.H264, "profile-level-id=4d001f", 51)]), types, rtx);
        Assert.Equal(100, types[51]);
        Assert.Equal(CodecTable.None, types[50]);
    }

    private static void Check(RtpCodec codec, string receiver, string publisher, bool expected) =>
        Assert.Equal(expected, CodecMatch.CanDecode(Codec(codec, receiver), Codec(codec, publisher)));

    private static NegotiatedCodec Codec(RtpCodec codec, string parameters, byte payloadType = 96) =>
        new(codec, payloadType, null, 90_000, parameters, Nack: true, Pli: true);
}
