using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Media.Sdp;

/// <summary>Answers offers (RFC 3264, RFC 8829, RFC 9143) of browsers, WHIP senders (RFC 9725) and WHEP players. Pure.</summary>
public static class SdpNegotiator
{
    /// <summary>
    /// Answers an offer. All accepted sections share one transport; unsupported sections are refused individually.
    /// Never throws, for any text; takes linear time.
    /// </summary>
    /// <param name="offer">The terminal's description.</param>
    /// <param name="policy">What the relay brings.</param>
    /// <param name="previous">
    /// Result of the previous offer of the same stay; null for the first. SSRCs of slots stay with their MID and are
    /// never reused. ICE credentials stay unless the terminal restarts ICE. The DTLS role stays unless the terminal
    /// requires the other one.
    /// </param>
    /// <param name="session">The negotiated session, with the answer's text.</param>
    /// <param name="refusal">Why there is no answer.</param>
    public static bool TryNegotiate(
        string offer,
        SdpAnswerPolicy policy,
        NegotiatedSession? previous,
        [NotNullWhen(true)] out NegotiatedSession? session,
        out SdpRefusal refusal)
    {
        session = null;
        if (OfferedSession.Read(offer, out refusal) is not { } offered)
        {
            return false;
        }

        var codecs = new Dictionary<SectionOffer, ImmutableArray<NegotiatedCodec>>();
        var shared = Agree(offered, policy, codecs, out refusal);
        if (refusal != SdpRefusal.None)
        {
            return false;
        }

        if (TransportAnswer.Answer(offered.TransportOf(shared[0]), policy.Local, previous, out refusal) is not { } transport)
        {
            return false;
        }

        var ssrcs = new SsrcSource(previous?.NextSsrc ?? policy.FirstSsrc);
        foreach (var section in offered.Sections)
        {
            section.Ssrcs.ForEach(ssrcs.Exclude);
        }

        var accepted = shared.ToHashSet();
        var answering = new SectionAnswer(policy, previous, ssrcs, new SharedExtensions(shared, policy.TransportFeedback));
        ImmutableArray<AnsweredSection> sections =
        [
            .. offered.Sections.Select(section =>
                accepted.Contains(section) ? answering.Accept(section, codecs[section]) : SectionAnswer.Refuse(section)),
        ];

        var version = (previous?.Version ?? 0) + 1;
        var originId = previous?.OriginId ?? policy.FirstSsrc;
        var answer = new AnswerWriter(policy, transport).Write(
            $"- {originId} {version} IN IP4 127.0.0.1", sections, offered.Bundle is null ? [] : shared, shared[0]);
        session = new(
            transport.Remote, transport.Local, transport.RemoteFingerprint, transport.Role, [.. sections.Select(section => section.Media)], answer)
        {
            OriginId = originId,
            Version = version,
            NextSsrc = ssrcs.Next,
        };
        return true;
    }

    // The accepted sections; first the one whose transport all share.
    private static ImmutableArray<SectionOffer> Agree(
        OfferedSession offered,
        SdpAnswerPolicy policy,
        Dictionary<SectionOffer, ImmutableArray<NegotiatedCodec>> codecs,
        out SdpRefusal refusal)
    {
        var hasMedia = false;
        foreach (var section in offered.Sections.Where(section => section.IsMedia))
        {
            hasMedia = true;
            var chosen = CodecChoice.Choose(section, policy.TransportFeedback);
            if (!chosen.IsEmpty)
            {
                codecs.Add(section, chosen);
            }
        }

        var hasCodec = codecs.Count > 0;
        if (hasCodec)
        {
            AcceptWithoutMedia(offered, codecs);
        }

        var shared = offered.SharingTransport(codecs.Keys);
        refusal = !hasMedia ? SdpRefusal.NoMedia
            : !hasCodec ? SdpRefusal.NoCodec
            : shared.All(section => codecs[section].IsEmpty) || shared.Any(section => section.IsMedia && !section.RtcpMux) ? SdpRefusal.NotBundled
            : SdpRefusal.None;
        return shared;
    }

    /// <summary>
    /// A browser with max-bundle takes the refusal of the first section for one of the whole bundle, and aiortc waits
    /// for the transport of a refused data channel for ever.
    /// </summary>
    private static void AcceptWithoutMedia(OfferedSession offered, Dictionary<SectionOffer, ImmutableArray<NegotiatedCodec>> codecs)
    {
        if (offered.First is { IsMedia: true } first)
        {
            codecs.TryAdd(first, []);
        }

        foreach (var section in offered.Sections.Where(section => section.IsDataChannel && offered.Bundle is not null))
        {
            codecs.Add(section, []);
        }
    }
}
