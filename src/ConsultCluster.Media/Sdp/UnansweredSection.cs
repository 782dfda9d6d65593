using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>A section with media that an offer has and its answer refuses.</summary>
/// <param name="Media"><c>audio</c>, <c>video</c> or whatever the offer names.</param>
/// <param name="Formats">Names of its formats, each once, without retransmission.</param>
public sealed record UnansweredSection(string Media, ImmutableArray<string> Formats)
{
    /// <summary>People read the names: longer ones and more of them are noise.</summary>
    private const int MaxName = 32;
    private const int MaxNames = 8;

    /// <summary>The refused sections of an answer, in order. Disabled ones and data channels do not count.</summary>
    public static ImmutableArray<UnansweredSection> Of(string offer, string answer)
    {
        if (!SessionDescription.TryParse(offer, out var offered, out _) || !SessionDescription.TryParse(answer, out var answered, out _))
        {
            return [];
        }

        return
        [
            .. offered.Media.Zip(answered.Media)
                .Select(pair => (Offer: SectionOffer.Read(pair.First, MediaDirections.Receive | MediaDirections.Send), Answer: pair.Second))
                .Where(pair => IsWanted(pair.Offer) && IsRefused(pair.Offer, pair.Answer))
                .Select(pair => new UnansweredSection(pair.Offer.Description.Media, Names(pair.Offer))),
        ];
    }

    private static bool IsWanted(SectionOffer offer) =>
        offer.IsWanted && offer.Directions != MediaDirections.None && offer.Description.Media != "application";

    /// <summary>
    /// The first section of a bundle is refused with a port. One that a permission makes inactive is not refused.
    /// </summary>
    private static bool IsRefused(SectionOffer offer, MediaDescription answer) =>
        answer.Port == 0 || (answer.Find("inactive") is not null && CodecChoice.Choose(offer, transportFeedback: false).IsEmpty);

    private static ImmutableArray<string> Names(SectionOffer section) =>
    [
        .. section.Formats.Where(format => format.Mapping.Length > 0 && format.AssociatedPayloadType is null)
            .Select(format => format.Mapping.Split('/')[0]).Where(name => name.Length <= MaxName).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxNames),
    ];
}
