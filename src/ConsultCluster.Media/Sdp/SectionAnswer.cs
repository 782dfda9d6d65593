using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>Negotiates one section: directions, header extensions, SSRCs.</summary>
internal sealed class SectionAnswer(SdpAnswerPolicy policy, NegotiatedSession? previous, SsrcSource ssrcs)
{
    private readonly Dictionary<string, NegotiatedMedia> _previous =
        previous?.Media.Where(media => media.Mid.Length > 0).ToDictionary(media => media.Mid, StringComparer.Ordinal) ?? [];

    /// <summary>Refuses a section: disabled, not bundled, or without anything supported.</summary>
    public static AnsweredSection Refuse(SectionOffer offer) => new(
        offer, new(offer.Mid, offer.Kind ?? MediaKind.Video, MediaDirections.None, [], default, null, null, 0, 0));

    /// <summary>Accepts a section with these codecs.</summary>
    public AnsweredSection Accept(SectionOffer offer, ImmutableArray<NegotiatedCodec> codecs)
    {
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
            new(offer.Mid, offer.Kind!.Value, directions, codecs, Extensions(offer), remote.Primary, remote.Repair, ssrc, repairSsrc));
    }

    private NegotiatedExtensions Extensions(SectionOffer offer)
    {
        var answer = default(NegotiatedExtensions);
        var used = 0;
        foreach (var extension in offer.Extensions)
        {
            var bit = 1 << extension.Id;
            if (extension.Direction is "inactive" || (used & bit) != 0)
            {
                continue;
            }

            var next = extension.Uri switch
            {
                ExtensionUris.Mid when answer.Mid == 0 => answer with { Mid = extension.Id },
                ExtensionUris.AudioLevel when answer.AudioLevel == 0 => answer with { AudioLevel = extension.Id },
                ExtensionUris.AbsoluteSendTime when answer.AbsoluteSendTime == 0 => answer with { AbsoluteSendTime = extension.Id },
                ExtensionUris.DependencyDescriptor when answer.DependencyDescriptor == 0 => answer with { DependencyDescriptor = extension.Id },
                ExtensionUris.TransportSequence when answer.TransportSequence == 0 && policy.TransportFeedback =>
                    answer with { TransportSequence = extension.Id },
                _ => answer,
            };
            used |= next == answer ? 0 : bit;
            answer = next;
        }

        return answer;
    }
}
