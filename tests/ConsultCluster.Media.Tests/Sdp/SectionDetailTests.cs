using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

public class SectionDetailTests
{
    [Fact]
    public void TryNegotiate_FeedbackForAllPayloadTypes_HoldsForEach()
    {
        var section = Offers.Video("sendonly")
            .Replace("a=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n", "a=rtcp-fb:* nack\r\na=rtcp-fb:* nack pli\r\n", StringComparison.Ordinal);

        var codec = Offers.Accept(Offers.Of(section)).Media[0].Codecs[0];

        Assert.True(codec is { Nack: true, Pli: true, Remb: false });
    }

    [Fact]
    public void TryNegotiate_NoDirection_IsSendrecvOrTheSessions()
    {
        var offer = Offers.Of(Offers.Audio("x-unknown"));

        Assert.Equal(MediaDirections.Receive | MediaDirections.Send, Offers.Accept(offer).Media[0].Directions);
        Assert.Equal(
            MediaDirections.Receive,
            Offers.Accept(offer.Replace("a=setup", "a=sendonly\r\na=setup", StringComparison.Ordinal)).Media[0].Directions);
    }

    [Fact]
    public void TryNegotiate_H264OfModeZeroOnly_IsAccepted()
    {
        var section = Offers.Video("sendonly").Replace("VP8", "H264", StringComparison.Ordinal);

        Assert.Equal(RtpCodec.H264, Offers.Accept(Offers.Of(section)).Media[0].Codecs[0].Codec);
    }

    [Theory]
    [InlineData("opus/48000")]
    [InlineData("OPUS/48000/1")]
    public void TryNegotiate_OpusOfOtherChannels_IsAcceptedAsOffered(string mapping)
    {
        var session = Offers.Accept(Offers.Of(Offers.Audio("sendonly").Replace("opus/48000/2", mapping, StringComparison.Ordinal)));

        Assert.Equal(RtpCodec.Opus, session.Media[0].Codecs[0].Codec);
        Assert.Equal($"111 {mapping}", session.Answer().Media[0].Find("rtpmap"));
    }

    [Fact]
    public void TryNegotiate_InterleavedH264_IsNoCodec()
    {
        var section = Offers.Video("sendonly").Replace("VP8/90000", "H264/90000\r\na=fmtp:96 packetization-mode=2", StringComparison.Ordinal);

        Assert.Equal(SdpRefusal.NoCodec, Offers.Refuse(Offers.Of(section)));
    }

    [Fact]
    public void TryNegotiate_FirWithoutPli_IsAnswered()
    {
        var section = Offers.Video("sendonly");
        var without = section.Replace("a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir", StringComparison.Ordinal);

        var session = Offers.Accept(Offers.Of(without));
        Assert.True(session.Media[0].Codecs[0] is { Fir: true, Pli: false });
        Assert.Equal(["96 nack", "96 ccm fir"], session.Answer().Media[0].All("rtcp-fb"));

        var both = Offers.Accept(Offers.Of(section + "a=rtcp-fb:96 ccm fir\r\n"));
        Assert.True(both.Media[0].Codecs[0] is { Fir: false, Pli: true });
        Assert.Equal(["96 nack", "96 nack pli"], both.Answer().Media[0].All("rtcp-fb"));
    }

    [Fact]
    public void TryNegotiate_RtxForNothing_IsLeftOut()
    {
        var session = Offers.Accept(Offers.Of(Offers.Video("recvonly").Replace("apt=96", "apt=50", StringComparison.Ordinal)));

        Assert.Null(session.Media[0].Codecs[0].RtxPayloadType);
        Assert.Equal(0u, session.Media[0].LocalRtxSsrc);
        Assert.Equal("96", session.Answer().Media[0].Formats);
        Assert.Null(session.Answer().Media[0].Find("ssrc-group"));
    }

    [Fact]
    public void TryNegotiate_RtxWithTime_IsKept()
    {
        var session = Offers.Accept(Offers.Of(Offers.Video("recvonly").Replace("apt=96", "rtx-time=3000; apt=96", StringComparison.Ordinal)));

        Assert.Equal((byte?)97, session.Media[0].Codecs[0].RtxPayloadType);
        Assert.Contains("a=fmtp:97 rtx-time=3000; apt=96", session.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=extmap:15 urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 0, null)]
    [InlineData("a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 0, null)]
    [InlineData("a=extmap:5/inactive urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 0, null)]
    [InlineData("a=extmap:x urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 0, null)]
    [InlineData("a=extmap:5\r\n", 0, null)]
    [InlineData("a=extmap:5/sendonly urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 5, "5/recvonly urn:ietf:params:rtp-hdrext:sdes:mid")]
    [InlineData("a=extmap:5/sendrecv urn:ietf:params:rtp-hdrext:sdes:mid extra=1\r\n", 5, "5/sendrecv urn:ietf:params:rtp-hdrext:sdes:mid")]
    public void TryNegotiate_ExtensionForms_AreAnsweredOrLeftOut(string line, int id, string? answer)
    {
        var session = Offers.Accept(Offers.Of(Offers.Audio("sendonly") + line));

        Assert.Equal(id, session.Media[0].Extensions.Mid);
        Assert.Equal(answer, session.Answer().Media[0].Find("extmap"));
    }

    [Fact]
    public void TryNegotiate_TwoExtensionsOnOneId_TheFirstHolds()
    {
        var session = Offers.Accept(Offers.Of(
            Offers.Audio("sendonly") + "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"));

        Assert.Equal((1, 0), (session.Media[0].Extensions.Mid, session.Media[0].Extensions.AudioLevel));
        Assert.Single(session.Answer().Media[0].All("extmap"));
    }

    [Fact]
    public void TryNegotiate_OldSimulcastGroups_TakesTheFirstStreamWithItsRetransmissions()
    {
        var session = Offers.Accept(Offers.Of(
            Offers.Video("sendonly")
            + "a=ssrc-group:SIM 11 12\r\na=ssrc-group:FID 12 22\r\na=ssrc-group:FID 11 21\r\na=ssrc:11 cname:x\r\na=ssrc:12 cname:x\r\n"));

        Assert.Equal((11u, 21u), (session.Media[0].RemoteSsrc, session.Media[0].RemoteRtxSsrc));
    }

    [Fact]
    public void Answer_OfNoCandidates_IsStillADescription()
    {
        var session = Offers.Accept(Offers.Of(Offers.Audio("sendonly")), policy: Offers.Policy with { Candidates = [] });

        Assert.Equal(9, session.Answer().Media[0].Port);
        Assert.Empty(session.Answer().Media[0].All("candidate"));
    }

    [Fact]
    public void ToString_OfAParsedDescription_ReadsTheSame()
    {
        var answer = Offers.Accept(Offers.Read("chromium-room")).Answer;

        Assert.True(SessionDescription.TryParse(answer, out var description, out _));
        Assert.Equal(answer.Replace("c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0", StringComparison.Ordinal), description.ToString());
    }
}
