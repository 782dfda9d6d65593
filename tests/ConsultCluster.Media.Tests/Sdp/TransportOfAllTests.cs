using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

/// <summary>What holds for a bundle as a whole: refused sections, its first section, header extension ids, mids.</summary>
public class TransportOfAllTests
{
    private const string DataChannel =
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n";

    [Fact]
    public void Answer_RefusedSection_HasTransportAndFormats()
    {
        var answer = Offers.Accept(Offers.Of(
            Offers.Video("sendonly"), Unknown(Offers.Audio("sendonly")), "m=application 9 UDP/BFCP *\r\na=mid\r\n")).Answer();

        Assert.Equal([7000, 0, 0], answer.Media.Select(media => media.Port));
        Assert.All(answer.Media, media =>
        {
            Assert.Equal("relayUfrag01", media.Find("ice-ufrag"));
            Assert.Equal("relayPassword0123456789a", media.Find("ice-pwd"));
            Assert.StartsWith("sha-256 00:01:02:03:", media.Find("fingerprint"), StringComparison.Ordinal);
            Assert.Equal("passive", media.Find("setup"));
        });
        Assert.Equal("111 speex/16000", answer.Media[1].Find("rtpmap"));
        Assert.NotNull(answer.Media[1].Find("rtcp-mux"));
        Assert.NotNull(answer.Media[1].Find("inactive"));
        Assert.Contains(new SdpAttribute("group", "BUNDLE m0"), answer.Attributes);
    }

    [Fact]
    public void TryNegotiate_DataChannelFirst_IsAcceptedBecauseItHoldsTheTransport()
    {
        var session = Offers.Accept(Offers.Of(DataChannel, Offers.Audio("sendonly")));
        var answer = session.Answer();

        Assert.Equal([7000, 7000], answer.Media.Select(media => media.Port));
        Assert.Contains(new SdpAttribute("group", "BUNDLE m0 m1"), answer.Attributes);
        Assert.Equal("5000", answer.Media[0].Find("sctp-port"));
        Assert.Equal(2, answer.Media[0].All("candidate").Length);
        Assert.Empty(answer.Media[1].All("candidate"));
        Assert.Equal(MediaDirections.None, session.Media[0].Directions);
        Assert.Empty(session.Media[0].Codecs);
        Assert.Equal(MediaDirections.Receive, session.Media[1].Directions);
    }

    [Fact]
    public void TryNegotiate_DataChannelOfADraft_IsAnsweredInItsSyntax()
    {
        var answer = Offers.Accept(Offers.Of(
            Offers.Audio("sendonly"), "m=application 9 DTLS/SCTP 5000\r\na=mid\r\na=sctpmap:5000 webrtc-datachannel 65535\r\n")).Answer();

        Assert.Equal((7000, "5000"), (answer.Media[1].Port, answer.Media[1].Formats));
        Assert.Equal("5000 webrtc-datachannel 1024", answer.Media[1].Find("sctpmap"));
        Assert.Contains(new SdpAttribute("group", "BUNDLE m0 m1"), answer.Attributes);
    }

    [Fact]
    public void TryNegotiate_FirstSectionHasNoCodec_IsAcceptedInactive()
    {
        var session = Offers.Accept(Offers.Of(Unknown(Offers.Audio("sendonly")), Offers.Video("recvonly")));
        var first = session.Answer().Media[0];

        Assert.Equal((7000, "111"), (first.Port, first.Formats));
        Assert.NotNull(first.Find("inactive"));
        Assert.Equal("111 speex/16000", first.Find("rtpmap"));
        Assert.Empty(session.Media[0].Codecs);
    }

    [Fact]
    public void TryNegotiate_OnlyADataChannelIsInTheBundle_IsNotBundled() =>
        Assert.Equal(
            SdpRefusal.NotBundled,
            Offers.Refuse(Offers.Of(DataChannel, Offers.Audio("sendonly")).Replace("BUNDLE m0 m1", "BUNDLE m0", StringComparison.Ordinal)));

    [Fact]
    public void TryNegotiate_OneIdWithTwoMeanings_HasOneInTheAnswer()
    {
        var answer = Offers.Accept(Offers.Of(
            Offers.Video("sendonly") + "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n",
            Offers.Audio("sendonly") + "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n")).Answer();

        Assert.Equal(["1 urn:ietf:params:rtp-hdrext:sdes:mid"], answer.Media[0].All("extmap"));
        Assert.Equal(["1 urn:ietf:params:rtp-hdrext:sdes:mid", "2 urn:ietf:params:rtp-hdrext:ssrc-audio-level"], answer.Media[1].All("extmap"));
    }

    [Theory]
    [InlineData(36)]
    [InlineData(255)]
    public void TryNegotiate_LongMid_IsAnyToken(int length)
    {
        var mid = new string('e', length);

        var session = Offers.Accept(Offers.Of(Offers.Audio("sendonly")).Replace("m0", mid, StringComparison.Ordinal));

        Assert.Equal(mid, session.Media[0].Mid);
        Assert.Equal(mid, session.Answer().Media[0].Find("mid"));
    }

    private static string Unknown(string section) => section.Replace("opus/48000/2", "speex/16000", StringComparison.Ordinal);
}
