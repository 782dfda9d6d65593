using System.Net;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Tests.Sdp;

/// <summary>Offers of real and constructed terminals, and the relay's part of the answer.</summary>
internal static class Offers
{
    public static readonly IceCredentials Local = new("relayUfrag01", "relayPassword0123456789a");

    public static readonly SdpAnswerPolicy Policy = new(
        Local,
        [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        [
            TransportAddress.From(new(IPAddress.Parse("192.0.2.1"), 7000)),
            TransportAddress.From(new(IPAddress.Parse("2001:db8::1"), 7000)),
        ],
        MayPublish: true,
        MaySubscribe: true,
        FirstSsrc: 1000);

    /// <summary>A whole offer by its file name; lines end with CRLF as on the wire.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Offers).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\r\n");
    }

    /// <summary>A small offer: a bundled transport and these sections.</summary>
    public static string Of(params string[] sections) => string.Concat(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
        $"a=group:BUNDLE {string.Join(' ', sections.Select((_, i) => $"m{i}"))}\r\n",
        "a=ice-ufrag:term\r\na=ice-pwd:terminalPassword0123456789\r\n",
        $"a=fingerprint:sha-256 {string.Join(':', Enumerable.Repeat("AB", 32))}\r\na=setup:actpass\r\n",
        string.Concat(sections.Select((section, i) => section.Replace("a=mid\r\n", $"a=mid:m{i}\r\n", StringComparison.Ordinal))));

    public static string Audio(string direction) =>
        $"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid\r\na={direction}\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";

    public static string Video(string direction) =>
        $"m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid\r\na={direction}\r\na=rtcp-mux\r\n"
        + "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n";

    public static NegotiatedSession Accept(string offer, NegotiatedSession? previous = null, SdpAnswerPolicy? policy = null)
    {
        Assert.True(SdpNegotiator.TryNegotiate(offer, policy ?? Policy, previous, out var session, out var refusal), refusal.ToString());
        Assert.Equal(SdpRefusal.None, refusal);
        return session;
    }

    public static SdpRefusal Refuse(string offer)
    {
        Assert.False(SdpNegotiator.TryNegotiate(offer, Policy, previous: null, out var session, out var refusal));
        Assert.Null(session);
        return refusal;
    }

    /// <summary>The answer, read by the same parser.</summary>
    public static SessionDescription Answer(this NegotiatedSession session)
    {
        Assert.True(SessionDescription.TryParse(session.Answer, out var answer, out _));
        return answer;
    }

    public static string[] All(this MediaDescription media, string attribute) =>
        [.. media.Attributes.Where(a => string.Equals(a.Name, attribute, StringComparison.Ordinal)).Select(a => a.Value)];
}
