using System.Net;
using ConsultCluster.Benchmarks.Peers;
using ConsultCluster.Benchmarks.Peers.Janus;
using ConsultCluster.Media;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Benchmarks.Tests.Peers.Janus;

public sealed class JanusOfferTests
{
    private static readonly string _fingerprint = string.Join(':', Enumerable.Range(0xA0, 32).Select(i => i.ToString("X2")));

    /// <summary>As the Streaming plugin offers its mountpoint.</summary>
    private static readonly string _offer =
        "v=0\r\n"
        + "o=- 1763740000 1 IN IP4 192.0.2.2\r\n"
        + "s=Mountpoint 1\r\n"
        + "t=0 0\r\n"
        + "a=group:BUNDLE v1\r\n"
        + "a=ice-lite\r\n"
        + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
        + "c=IN IP4 192.0.2.2\r\n"
        + "a=sendonly\r\n"
        + "a=mid:v1\r\n"
        + "a=rtcp-mux\r\n"
        + "a=ice-ufrag:uFrA\r\n"
        + "a=ice-pwd:passwordOfJanus/1234+56\r\n"
        + $"a=fingerprint:sha-256 {_fingerprint}\r\n"
        + "a=setup:actpass\r\n"
        + "a=rtcp-fb:96 nack\r\n"
        + "a=candidate:1 2 udp 2015363327 192.0.2.9 41999 typ host\r\n"
        + "a=candidate:2 1 tcp 2015363327 192.0.2.9 9 typ host tcptype active\r\n"
        + "a=candidate:3 1 udp 2015363327 2001:db8::1 42000 typ host\r\n"
        + "a=candidate:4 1 UDP 2015363327 192.0.2.2 42001 typ host\r\n"
        + "a=candidate:5 1 udp 2015363327 192.0.2.3 42002 typ host\r\n"
        + "a=end-of-candidates\r\n";

    [Fact]
    public void Parse_ItsOffer_YieldsCredentialsFirstIPv4HostCandidateFingerprintAndMid()
    {
        var offer = JanusOffer.Parse(_offer);

        Assert.Equal(new IceCredentials("uFrA", "passwordOfJanus/1234+56"), offer.Credentials);
        Assert.Equal(TransportAddress.FromIPv4(0xC000_0202, 42001), offer.Candidate);
        Assert.Equal(Enumerable.Range(0xA0, 32).Select(i => (byte)i), offer.Fingerprint);
        Assert.Equal("v1", offer.Mid);
    }

    [Theory]
    [InlineData("a=ice-lite")]
    [InlineData("a=ice-ufrag:")]
    [InlineData("a=ice-pwd:")]
    [InlineData("a=fingerprint:sha-256 ")]
    [InlineData("a=mid:")]
    [InlineData("a=candidate:")]
    public void Parse_LineMissing_Throws(string line) =>
        Assert.Throws<PeerException>(() => JanusOffer.Parse(_offer.Replace(line, "a=x-", StringComparison.Ordinal)));

    [Theory]
    [InlineData("A0:A1", "A0:A")]
    [InlineData("A0:A1", "A0")]
    [InlineData("A0:A1", "A0:A1:A1")]
    [InlineData("A0:A1", "A0:XY")]
    public void Parse_FingerprintMalformed_Throws(string part, string instead) =>
        Assert.Throws<PeerException>(() => JanusOffer.Parse(_offer.Replace(part, instead, StringComparison.Ordinal)));

    [Theory]
    [InlineData("42001")]
    [InlineData("192.0.2.2 42001")]
    public void Parse_CandidateMalformed_TakesTheNext(string part) =>
        Assert.Equal(
            TransportAddress.FromIPv4(0xC000_0203, 42002), JanusOffer.Parse(_offer.Replace(part, "none 70000", StringComparison.Ordinal)).Candidate);

    [Fact]
    public void Answer_Written_ReceivesAsDtlsClientWithoutFeedback()
    {
        var lines = JanusOffer.Parse(_offer)
            .Answer(new(IPAddress.Parse("192.0.2.2"), 5004), new("mine", "my password"), [0x01, 0xAB, 0xFF], 96)
            .Split("\r\n");

        string[] expected =
        [
            "a=group:BUNDLE v1", "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=recvonly", "a=mid:v1", "a=rtcp-mux", "a=ice-ufrag:mine", "a=ice-pwd:my password",
            "a=fingerprint:sha-256 01:AB:FF", "a=setup:active", "a=rtpmap:96 VP8/90000", "a=candidate:1 1 udp 2130706431 192.0.2.2 5004 typ host",
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.DoesNotContain(lines, line => line.StartsWith("a=rtcp-fb", StringComparison.Ordinal) || line.StartsWith("a=extmap", StringComparison.Ordinal));
    }
}
