using System.Net;
using ConsultCluster.Benchmarks.Peers;
using ConsultCluster.Benchmarks.Peers.Rtpengine;

namespace ConsultCluster.Benchmarks.Tests.Peers.Rtpengine;

public sealed class RtpengineSdpTests
{
    /// <summary>As rtpengine writes its offer to a subscriber.</summary>
    private const string Offer =
        "v=0\r\n"
        + "o=- 1163 1 IN IP4 127.0.0.1\r\n"
        + "s=rtpengine\r\n"
        + "t=0 0\r\n"
        + "m=video 40012 RTP/SAVP 96\r\n"
        + "c=IN IP4 127.0.0.2\r\n"
        + "a=rtpmap:96 VP8/90000\r\n"
        + "a=sendonly\r\n"
        + "a=rtcp:40012\r\n"
        + "a=rtcp-mux\r\n"
        + "a=crypto:1 AEAD_AES_256_GCM inline:AAAA\r\n"
        + "a=crypto:2 AEAD_AES_128_GCM inline:a2V5IGFuZCBzYWx0|2^31|1:1\r\n"
        + "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:BBBB UNENCRYPTED_SRTCP\r\n";

    private static readonly IPEndPoint _here = new(IPAddress.Loopback, 5004);

    [Fact]
    public void ReadAddress_OfItsOffer_IsThatOfTheMediaSection() =>
        Assert.Equal(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 40012), RtpengineSdp.ReadAddress(Offer));

    [Fact]
    public void ReadAddress_SessionAndMediaLevel_MediaLevelWins() =>
        Assert.Equal("127.0.0.2:40012", RtpengineSdp.ReadAddress(Offer.Replace("t=0 0", "c=IN IP4 192.0.2.1\r\nt=0 0", StringComparison.Ordinal)).ToString());

    [Theory]
    [InlineData("c=IN IP4 127.0.0.2", "c=IN IP6 ::1")]
    [InlineData("c=IN IP4 127.0.0.2", "c=IN IP4 somewhere")]
    [InlineData("c=IN IP4 127.0.0.2", "a=x")]
    [InlineData("m=video 40012", "m=video 0")]
    [InlineData("m=video 40012", "m=video 65536")]
    [InlineData("m=video 40012 RTP/SAVP 96", "m=video")]
    [InlineData("m=video 40012", "a=x")]
    public void ReadAddress_NoUsableOne_Throws(string part, string instead) =>
        Assert.Throws<PeerException>(() => RtpengineSdp.ReadAddress(Offer.Replace(part, instead, StringComparison.Ordinal)));

    [Theory]
    [InlineData("AEAD_AES_128_GCM", "2", "a2V5IGFuZCBzYWx0")]
    [InlineData("AES_CM_128_HMAC_SHA1_80", "3", "BBBB")]
    public void ReadCrypto_OfferedSuite_YieldsTagAndKeyWithoutParameters(string suite, string tag, string key) =>
        Assert.Equal((tag, key), RtpengineSdp.ReadCrypto(Offer, suite));

    [Theory]
    [InlineData("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32")]
    [InlineData("inline:BBBB", "uri:BBBB")]
    [InlineData(" inline:BBBB UNENCRYPTED_SRTCP", "")]
    public void ReadCrypto_SuiteMissingOrWithoutKey_ThrowsAndNamesIt(string part, string instead)
    {
        var sdp = Offer.Replace(part, instead, StringComparison.Ordinal);

        var refusal = Assert.Throws<PeerException>(() => RtpengineSdp.ReadCrypto(sdp, "AES_CM_128_HMAC_SHA1_80"));

        Assert.Contains("AES_CM_128_HMAC_SHA1_80", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_Written_HasAddressCodecAndNoKey()
    {
        var lines = RtpengineSdp.Publish(_here, 96).Split("\r\n");

        Assert.Contains("c=IN IP4 127.0.0.1", lines);
        Assert.Contains("m=video 5004 RTP/AVP 96", lines);
        Assert.Contains("a=rtpmap:96 VP8/90000", lines);
        Assert.Contains("a=sendonly", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("a=crypto", StringComparison.Ordinal));
    }

    [Fact]
    public void Answer_Written_IsReadBack()
    {
        var sdp = RtpengineSdp.Answer(_here, 96, "2 AEAD_AES_128_GCM inline:CCCC");

        Assert.Contains("m=video 5004 RTP/SAVP 96\r\n", sdp, StringComparison.Ordinal);
        Assert.Contains("a=recvonly\r\n", sdp, StringComparison.Ordinal);
        Assert.Equal(_here, RtpengineSdp.ReadAddress(sdp));
        Assert.Equal(("2", "CCCC"), RtpengineSdp.ReadCrypto(sdp, "AEAD_AES_128_GCM"));
    }
}
