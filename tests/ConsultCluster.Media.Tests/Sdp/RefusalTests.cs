using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

public class RefusalTests
{
    private static readonly string Good = Offers.Of(Offers.Audio("sendonly"), Offers.Video("recvonly"));

    [Fact]
    public void TryNegotiate_GoodOffer_IsAccepted() => Assert.Equal(2, Offers.Accept(Good).Media.Length);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("hello")]
    [InlineData("{\"type\":\"offer\"}")]
    [InlineData("v=1\r\n")]
    [InlineData("v=0\r\nx\r\n")]
    [InlineData("v=0\r\n=x\r\n")]
    [InlineData("v=0\r\nM=audio 9 UDP/TLS/RTP/SAVPF 111\r\n")]
    [InlineData("v=0\r\nm=audio\r\n")]
    [InlineData("v=0\r\nm=audio x UDP/TLS/RTP/SAVPF 111\r\n")]
    [InlineData("v=0\r\nm=audio -9 UDP/TLS/RTP/SAVPF 111\r\n")]
    [InlineData("v=0\r\nm=audio 99999 UDP/TLS/RTP/SAVPF 111\r\n")]
    [InlineData("v=0\r\na=x:a\0b\r\n")]
    [InlineData("v=0\r\na=x:a\ra=y\r\n")]
    public void TryNegotiate_NoDescription_IsMalformed(string offer) => Assert.Equal(SdpRefusal.Malformed, Offers.Refuse(offer));

    [Fact]
    public void TryNegotiate_NoSections_IsNoMedia() => Assert.Equal(SdpRefusal.NoMedia, Offers.Refuse("v=0\r\n"));

    [Theory]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid\r\n")]
    [InlineData("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n")]
    [InlineData("m=audio 9 RTP/AVP 111\r\na=mid\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n")]
    public void TryNegotiate_NoEnabledSectionWithSecureMedia_IsNoMedia(string section) =>
        Assert.Equal(SdpRefusal.NoMedia, Offers.Refuse(Offers.Of(section)));

    [Theory]
    [InlineData("a=rtpmap:111 opus/48000/2", "a=rtpmap:111 speex/16000")]
    [InlineData("a=rtpmap:111 opus/48000/2", "a=rtpmap:111 opus/16000/2")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\n", "")]
    [InlineData("SAVPF 111", "SAVPF 112")]
    [InlineData("SAVPF 111", "SAVPF 256 -1 x")]
    [InlineData("m=audio", "m=video")]
    public void TryNegotiate_UnknownCodecsOnly_IsNoCodec(string part, string other) =>
        Assert.Equal(SdpRefusal.NoCodec, Offers.Refuse(Offers.Of(Offers.Audio("sendonly").Replace(part, other, StringComparison.Ordinal))));

    [Theory]
    [InlineData("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ")]
    [InlineData("a=fingerprint:sha-256 AB:", "a=fingerprint:sha-256 ")]
    [InlineData("a=fingerprint:sha-256 AB:", "a=fingerprint:sha-256 AB-")]
    [InlineData("a=fingerprint:sha-256 AB:", "a=fingerprint:sha-256 +B:")]
    [InlineData("a=fingerprint:sha-256 AB:", "a=fingerprint:sha-256 AB:AB:")]
    [InlineData("a=fingerprint:", "a=thumbprint:")]
    public void TryNegotiate_NoUsableFingerprint_IsNoFingerprint(string part, string other) =>
        Assert.Equal(SdpRefusal.NoFingerprint, Offers.Refuse(Good.Replace(part, other, StringComparison.Ordinal)));

    [Theory]
    [InlineData("a=ice-ufrag:term\r\n", "")]
    [InlineData("a=ice-pwd:terminalPassword0123456789\r\n", "")]
    [InlineData("a=ice-ufrag:term", "a=ice-ufrag:ter")]
    [InlineData("a=ice-ufrag:term", "a=ice-ufrag:te m")]
    [InlineData("a=ice-ufrag:term", "a=ice-ufrag:te:m")]
    [InlineData("a=ice-pwd:terminalPassword0123456789", "a=ice-pwd:short")]
    public void TryNegotiate_NoUsableCredentials_IsNoIce(string part, string other) =>
        Assert.Equal(SdpRefusal.NoIce, Offers.Refuse(Good.Replace(part, other, StringComparison.Ordinal)));

    [Fact]
    public void TryNegotiate_CredentialsLongerThanTheGrammar_IsNoIce() =>
        Assert.Equal(SdpRefusal.NoIce, Offers.Refuse(Good.Replace("ufrag:term", "ufrag:" + new string('a', 257), StringComparison.Ordinal)));

    [Theory]
    [InlineData("a=group:BUNDLE m0 m1\r\n", "")]
    [InlineData("a=group:BUNDLE m0 m1\r\n", "a=group:BUNDLE\r\n")]
    [InlineData("a=group:BUNDLE m0 m1\r\n", "a=group:BUNDLE other\r\n")]
    [InlineData("a=rtcp-mux\r\n", "")]
    public void TryNegotiate_SeveralTransports_IsNotBundled(string part, string other) =>
        Assert.Equal(SdpRefusal.NotBundled, Offers.Refuse(Good.Replace(part, other, StringComparison.Ordinal)));

    [Theory]
    [InlineData("a=mid:m1", "a=mid:m0")]
    [InlineData("a=mid:m1", "a=mid:m 1")]
    [InlineData("a=setup:actpass", "a=setup:holdconn")]
    public void TryNegotiate_BrokenMidOrSetup_IsMalformed(string part, string other) =>
        Assert.Equal(SdpRefusal.Malformed, Offers.Refuse(Good.Replace(part, other, StringComparison.Ordinal)));

    [Fact]
    public void TryNegotiate_MidLongerThanAnyHeaderExtension_IsMalformed() =>
        Assert.Equal(SdpRefusal.Malformed, Offers.Refuse(Good.Replace("m1", new string('a', 256), StringComparison.Ordinal)));

    [Fact]
    public void TryNegotiate_TooManyCharacters_IsTooLarge() =>
        Assert.Equal(SdpRefusal.TooLarge, Offers.Refuse(Good + "a=x:" + new string('y', SessionDescription.MaxLength)));

    [Fact]
    public void TryNegotiate_TooManyLines_IsTooLarge() =>
        Assert.Equal(SdpRefusal.TooLarge, Offers.Refuse(Good + string.Concat(Enumerable.Repeat("a=x\r\n", SessionDescription.MaxLines))));

    [Fact]
    public void TryNegotiate_TooManySections_IsTooLarge()
    {
        Assert.Equal(
            SdpRefusal.TooLarge,
            Offers.Refuse(Offers.Of([.. Enumerable.Repeat(Offers.Audio("recvonly"), SessionDescription.MaxSections + 1)])));
        Assert.Equal(
            SessionDescription.MaxSections,
            Offers.Accept(Offers.Of([.. Enumerable.Repeat(Offers.Audio("recvonly"), SessionDescription.MaxSections)])).Media.Length);
    }

    [Fact]
    public void TryNegotiate_UnsupportedSectionsAmongOthers_AreRefusedAlone()
    {
        var session = Offers.Accept(Offers.Of(
            Offers.Video("sendonly"),
            Offers.Audio("sendonly").Replace("opus/48000/2", "PCMU/8000", StringComparison.Ordinal),
            "m=text 9 UDP/TLS/RTP/SAVPF 99 100\r\na=mid\r\na=rtcp-mux\r\n"));

        Assert.Equal([7000, 0, 0], session.Answer().Media.Select(media => media.Port));
        Assert.Equal("99 100", session.Answer().Media[2].Formats);
        Assert.Contains("a=group:BUNDLE m0\r\n", session.Answer, StringComparison.Ordinal);
        Assert.Equal(2, session.Answer().Media[0].All("candidate").Length);
        Assert.Equal(MediaDirections.None, session.Media[1].Directions);
        Assert.Empty(session.Media[1].Codecs);
    }
}
