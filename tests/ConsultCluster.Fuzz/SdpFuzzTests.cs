using System.Diagnostics;
using System.Net;
using ConsultCluster.Media;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Fuzz;

public class SdpFuzzTests
{
    /// <summary>What an accepted section adds to its own lines at most: transport, candidates, the streams of a slot.</summary>
    private const int MaxAddedPerSection = 2_000;

    /// <summary>Far above what the largest offer takes (some milliseconds), far below what anything quadratic would.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly SdpAnswerPolicy Policy = new(
        new("relayUfrag01", "relayPassword0123456789a"),
        [.. new byte[32]],
        [TransportAddress.From(new(IPAddress.Loopback, 7000)), TransportAddress.From(new(IPAddress.IPv6Loopback, 7000))],
        MayPublish: true,
        MaySubscribe: true,
        FirstSsrc: uint.MaxValue - 3);

    [Fact]
    public void TryNegotiate_RandomText_IsRefused()
    {
        var mutator = new TextMutator(1);
        for (var round = 0; round < 20_000; round++)
        {
            Assert.False(SdpNegotiator.TryNegotiate(mutator.Text(400), Policy, previous: null, out _, out var refusal));
            Assert.NotEqual(SdpRefusal.None, refusal);
        }
    }

    [Theory]
    [InlineData(2, 12_000, "whip-obs", "whip-gstreamer", "whip-ffmpeg", "whep-player", "firefox-whep", "chromium-simulcast")]
    [InlineData(3, 400, "chromium-room", "chromium-simulcast")]
    public void TryNegotiate_MutatedOffers_AnswersAreSound(int seed, int rounds, params string[] names)
    {
        var mutator = new TextMutator(seed);
        var seeds = names.Select(Read).ToList();
        NegotiatedSession? previous = null;
        var accepted = 0;
        for (var round = 0; round < rounds; round++)
        {
            var offer = mutator.Mutate(seeds);
            if (SdpNegotiator.TryNegotiate(offer, Policy, previous, out var session, out var refusal))
            {
                Assert.Equal(SdpRefusal.None, refusal);
                AssertSound(session, offer);
                accepted++;
                previous = mutator.Random.Next(4) == 0 ? null : session;
            }
            else
            {
                Assert.NotEqual(SdpRefusal.None, refusal);
            }
        }

        Assert.InRange(accepted, rounds / 10, rounds - 1);
    }

    [Fact]
    public void TryNegotiate_EveryTruncation_IsRefusedOrSound()
    {
        var offer = Read("whep-player");
        for (var length = 0; length <= offer.Length; length++)
        {
            if (SdpNegotiator.TryNegotiate(offer[..length], Policy, previous: null, out var session, out _))
            {
                AssertSound(session, offer[..length]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(HugeOffers))]
    public void TryNegotiate_HugeOffers_TakeTimeInProportion(string what, string offer)
    {
        var watch = Stopwatch.StartNew();
        SdpNegotiator.TryNegotiate(offer, Policy, previous: null, out var session, out _);

        Assert.InRange(session?.Answer.Length ?? 0, 0, (2 * offer.Length) + (MaxAddedPerSection * 65));
        Assert.True(watch.Elapsed < Patience, $"{what}: {watch.Elapsed}");
    }

    public static TheoryData<string, string> HugeOffers()
    {
        const int Size = SessionDescription.MaxLength;
        var head = Read("whip-obs").Replace("BUNDLE 0 1", $"BUNDLE {string.Join(' ', Enumerable.Range(0, 62))}", StringComparison.Ordinal);
        string Fill(string text) => head + string.Concat(Enumerable.Repeat(text, (Size - head.Length) / text.Length));
        return new()
        {
            { "one line", Fill("a") },
            { "blanks", "v=0\r\nm=" + new string(' ', Size - 10) },
            { "empty lines", Fill("\n") },
            { "short lines", Fill("a=\r\n") },
            { "formats", "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF" + string.Concat(Enumerable.Range(0, Size / 6).Select(i => $" {i % 128}")) },
            { "parameters", Fill("a=fmtp:96 " + new string(';', 100) + "\r\n") },
            { "one long parameter", head + "a=fmtp:96 " + new string(';', Size - head.Length - 20) },
            { "ssrcs", head + string.Concat(Enumerable.Range(0, 2000).Select(i => $"a=ssrc:{i} cname:x\r\na=ssrc-group:FID {i} {i + 1}\r\n")) },
            { "extensions", head + string.Concat(Enumerable.Repeat("a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 4000)) },
            { "sections", head + string.Concat(Enumerable.Range(2, 60).Select(CrowdedSection)) },
            { "bundle", "v=0\r\na=group:BUNDLE" + string.Concat(Enumerable.Repeat(" 0", (Size / 2) - 1000)) + head[3..] },
            { "no end", new string('v', Size) },
        };
    }

    /// <summary>A section whose every payload type is H.264 with a long parameter list.</summary>
    private static string CrowdedSection(int index) =>
        $"m=video 9 UDP/TLS/RTP/SAVPF {string.Join(' ', Enumerable.Range(0, 128))}\r\na=mid:{index}\r\na=rtcp-mux\r\n"
        + string.Concat(Enumerable.Range(0, 30).Select(i => $"a=rtpmap:{i} H264/90000\r\na=fmtp:{i} {new string(';', 60)}packetization-mode=1\r\n"));

    private static void AssertSound(NegotiatedSession session, string offer)
    {
        Assert.True(SessionDescription.TryParse(session.Answer, out var answer, out _));
        Assert.Equal(offer.Split('\n').Count(line => line.StartsWith("m=", StringComparison.Ordinal)), answer.Media.Count);
        Assert.Equal(answer.Media.Count, session.Media.Length);
        Assert.InRange(session.Answer.Length, 1, (2 * offer.Length) + (MaxAddedPerSection * (answer.Media.Count + 1)));
        Assert.Equal(32, session.RemoteFingerprint.Length);
        Assert.All(session.Media.Zip(answer.Media), pair => AssertAgrees(pair.First, pair.Second));
        Assert.All(session.Media, media => Assert.True(!media.Directions.HasFlag(MediaDirections.Send) || media.LocalSsrc != 0));
        var given = session.Media.SelectMany(media => new[] { media.LocalSsrc, media.LocalRtxSsrc }).Where(ssrc => ssrc != 0).ToList();
        Assert.Equal(given.Count, given.Distinct().Count());
    }

    /// <summary>With a codec a section is accepted. Without one it is refused, or carries nothing: the first of a bundle, or a data channel.</summary>
    private static void AssertAgrees(NegotiatedMedia media, MediaDescription answer)
    {
        Assert.True(!media.Codecs.IsEmpty || media.Directions == MediaDirections.None);
        Assert.True(media.Codecs.IsEmpty ? answer.Port == 0 || answer.Media == "application" || answer.Find("inactive") is not null : answer.Port != 0);
    }

    private static string Read(string name)
    {
        using var stream = typeof(SdpFuzzTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\r\n");
    }
}
