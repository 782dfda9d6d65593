using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Media;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Relay.Orders;

namespace ConsultCluster.Relay.Tests.Orders;

/// <summary>
/// Offers as clients write them, with exactly the answer or the refusal that each gets. After an intended change
/// <c>RENEW_OFFERS=1</c> writes the files anew: read the difference.
/// </summary>
public sealed class OfferTests
{
    private const string Transport =
        "a=ice-ufrag:relayUfrag01\na=ice-pwd:relayPassword0123456789a\na=fingerprint:sha-256 {ours}\na=setup:";

    private static readonly string _theirs = string.Join(':', Enumerable.Repeat("AB", 32));
    private static readonly string _ours = string.Join(':', Enumerable.Repeat("CD", 32));

    private static readonly SdpAnswerPolicy _policy = new(
        new IceCredentials("relayUfrag01", "relayPassword0123456789a"),
        [.. Enumerable.Repeat((byte)0xCD, 32)],
        [TransportAddress.From(new(IPAddress.Parse("192.0.2.1"), 7000)), TransportAddress.From(new(IPAddress.Parse("2001:db8::1"), 7000))],
        MayPublish: true,
        MaySubscribe: true,
        FirstSsrc: 1000);

    public static TheoryData<string> Names => [.. OfferFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void TryNegotiate_OfferOfAClient_HasExactlyThisAnswer(string name)
    {
        var file = OfferFile.Read(name);
        var actual = Answer(file);
        if (Environment.GetEnvironmentVariable("RENEW_OFFERS") == "1")
        {
            file.Renew(actual);
        }

        Assert.Equal(file.Expected, actual);
    }

    [Fact]
    public void Names_OfTheOffers_AreSixtyAtLeast() => Assert.True(OfferFile.Names.Count() >= 60);

    private static string Answer(OfferFile file)
    {
        var offer = file.Offer.Replace("{fingerprint}", _theirs, StringComparison.Ordinal).ReplaceLineEndings("\r\n");
        var policy = _policy with { MayPublish = file.Kind != "whep", MaySubscribe = file.Kind != "whip" };
        if (!SdpNegotiator.TryNegotiate(offer, policy, previous: null, out var session, out var refusal))
        {
            return Text(SdpRefusals.Of(refusal));
        }

        return file.Kind != "hub" && SdpRefusals.OfParts(offer, session.Answer, fit: null) is { } partial ? Text(partial) : Short(session.Answer);
    }

    private static string Text(Refusal refusal) => $"{refusal.Code}\n{refusal.Reason}\n";

    private static string Short(string answer) => answer.ReplaceLineEndings("\n")
        .Replace(_ours, "{ours}", StringComparison.Ordinal)
        .Replace(Transport, "{transport} ", StringComparison.Ordinal)
        .Replace(
            "a=candidate:1 1 udp 2130706431 192.0.2.1 7000 typ host\na=candidate:2 1 udp 2130706175 2001:db8::1 7000 typ host\na=end-of-candidates\n",
            "{candidates}\n",
            StringComparison.Ordinal);
}
