using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

public class WhipWhepOfferTests
{
    [Fact]
    public void TryNegotiate_ObsWhip_TakesTransportFromSessionLevel()
    {
        var session = Offers.Accept(Offers.Read("whip-obs"));

        Assert.Equal("Qk7P", session.Remote.UserFragment);
        Assert.Equal(DtlsRole.Server, session.Role);
        Assert.Equal([20001u, 20002u], session.Media.Select(media => media.RemoteSsrc!.Value));
        Assert.Equal("profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1", session.Media[1].Codecs[0].Parameters);
        Assert.Null(session.Media[1].Codecs[0].RtxPayloadType);
        Assert.Null(session.Answer().Media[0].Find("rtcp-rsize"));
    }

    [Fact]
    public void TryNegotiate_GStreamerWhip_AcceptsBundleOnlySection()
    {
        var session = Offers.Accept(Offers.Read("whip-gstreamer"));

        Assert.Equal([RtpCodec.Vp8, RtpCodec.Opus], session.Media.Select(media => media.Codecs[0].Codec));
        Assert.Equal((3001u, 3002u), (session.Media[0].RemoteSsrc, session.Media[0].RemoteRtxSsrc));
        Assert.Equal(7000, session.Answer().Media[1].Port);
        Assert.Contains(new SdpAttribute("group", "BUNDLE video0 audio1"), session.Answer().Attributes);
        Assert.Contains("a=rtpmap:98 OPUS/48000/2", session.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void TryNegotiate_FfmpegWhip_IsAnsweredActive()
    {
        var session = Offers.Accept(Offers.Read("whip-ffmpeg"));

        Assert.Equal(DtlsRole.Client, session.Role);
        Assert.All(session.Answer().Media, media => Assert.Equal("active", media.Find("setup")));
        Assert.Equal((40002u, 40003u), (session.Media[1].RemoteSsrc, session.Media[1].RemoteRtxSsrc));
        Assert.True(session.Media[1].Codecs[0] is { PayloadType: 106, RtxPayloadType: 105, Nack: true, Pli: false });
    }

    [Fact]
    public void TryNegotiate_WhepPlayer_OnePairOfSlotsSharesOneStream()
    {
        var session = Offers.Accept(Offers.Read("whep-player"));
        var answer = session.Answer();

        Assert.All(session.Media, media => Assert.Equal(MediaDirections.Send, media.Directions));
        Assert.All(session.Media, media => Assert.Null(media.RemoteSsrc));
        Assert.Equal("slot slot-0", answer.Media[0].Find("msid"));
        Assert.Equal("slot slot-1", answer.Media[1].Find("msid"));
        Assert.Equal([120, 121, 126, 97], session.Media[0].Codecs.Select(codec => (int)codec.PayloadType));
        Assert.Equal("120 124 121 125 126 127 97 98", answer.Media[0].Formats);
    }

    [Fact]
    public void TryNegotiate_FirefoxWhep_AnswersItsNumbersAndKeepsItsOrder()
    {
        var session = Offers.Accept(Offers.Read("firefox-whep"));
        var answer = session.Answer();

        Assert.Equal("8df5a0df", session.Remote.UserFragment);
        Assert.StartsWith("1518", Convert.ToHexString(session.RemoteFingerprint.AsSpan()), StringComparison.Ordinal);
        Assert.Equal([RtpCodec.Vp8, RtpCodec.Vp9, RtpCodec.Av1], session.Media[1].Codecs.Select(codec => codec.Codec));
        Assert.Equal("120 124 121 125 99 100", answer.Media[1].Formats);
        Assert.Equal("109", answer.Media[0].Formats);
        Assert.Equal(["1 urn:ietf:params:rtp-hdrext:ssrc-audio-level", "3 urn:ietf:params:rtp-hdrext:sdes:mid"], answer.Media[0].All("extmap"));
        Assert.All(session.Media, media => Assert.Null(media.RemoteSsrc));
    }

    [Fact]
    public void TryNegotiate_OneSectionWithoutBundleOrMid_IsAnsweredWithoutThem()
    {
        var offer = Offers.Of(Offers.Audio("sendonly"))
            .Replace("a=group:BUNDLE m0\r\n", "", StringComparison.Ordinal).Replace("a=mid:m0\r\n", "", StringComparison.Ordinal);

        var session = Offers.Accept(offer);

        Assert.Equal("", session.Media[0].Mid);
        Assert.DoesNotContain("BUNDLE", session.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("a=mid", session.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void TryNegotiate_LinesEndedByLineFeedAlone_AreRead() =>
        Assert.Equal(2, Offers.Accept(Offers.Read("whip-obs").ReplaceLineEndings("\n")).Media.Length);
}
