using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>Negotiates one section: directions, header extensions, SSRCs.</summary>
internal sealed class SectionAnswer(SdpAnswerPolicy policy, NegotiatedSession? previous, SsrcSource ssrcs, SharedExtensions extensions)
{
    private readonly Dictionary<string, NegotiatedMedia> _previous =
        previous?.Media.Where(media => media.Mid.Length > 0).ToDictionary(media => media.Mid, StringComparer.Ordinal) ?? [];

    /// <summary>Refuses a section: disabled, not bundled, or without anything supported.</summary>
    public static AnsweredSection Refuse(SectionOffer offer) => new(offer, WithoutMedia(offer), IsAccepted: false);

    /// <summary>Accepts a section with these codecs; without any it carries no media.</summary>
    public AnsweredSection Accept(SectionOffer offer, ImmutableArray<NegotiatedCodec> codecs)
    {
        if (codecs.IsEmpty)
        {
            return new(offer, WithoutMedia(offer), IsAccepted: true);
        }

        var directions = offer.Directions
            & ((policy.MayPublish ? MediaDirections.Receive : MediaDirections.None) | (policy.MaySubscribe ? MediaDirections.Send : MediaDirections.None));
        var receives = directions.HasFlag(MediaDirections.Receive);
        var sends = directions.HasFlag(MediaDirections.Send);
        var hasRepair = codecs.Any(codec => codec.RtxPayloadType is not null);

        var (ssrc, repairSsrc) = (0u, 0u);
        if (sends)
        {
            // Only a slot without a pause keeps its SSRCs: the sender of a paused slot may have lost its sequence
            // numbers.
            var before = _previous.GetValueOrDefault(offer.Mid);
            ssrc = before is { LocalSsrc: not 0 } ? before.LocalSsrc : ssrcs.Take();
            repairSsrc = before is { LocalRtxSsrc: not 0 } ? before.LocalRtxSsrc : hasRepair ? ssrcs.Take() : 0;
        }

        var remote = receives ? offer.RemoteSsrcs : default;
        return new(
            offer,
            new(offer.Mid, offer.Kind!.Value, directions, codecs, extensions.Of(offer), remote.Primary, remote.Repair, ssrc, repairSsrc),
            IsAccepted: true);
    }

    private static NegotiatedMedia WithoutMedia(SectionOffer offer) =>
        new(offer.Mid, offer.Kind ?? MediaKind.Video, MediaDirections.None, [], default, null, null, 0, 0);
}
