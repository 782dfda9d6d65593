using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>A parsed offer: its sections, the bundle, and the shared transport.</summary>
internal sealed class OfferedSession
{
    /// <summary>
    /// Longest MID: a header extension cannot carry more (RFC 8285 §4.3). Browsers use 1 to 3 characters, others a
    /// UUID.
    /// </summary>
    private const int MaxMid = 255;

    private OfferedSession(ImmutableArray<SectionOffer> sections, ImmutableArray<string>? bundle, TransportOffer transport)
    {
        Sections = sections;
        Bundle = bundle;
        Transport = transport;
    }

    /// <summary>All sections, in order.</summary>
    public ImmutableArray<SectionOffer> Sections { get; }

    /// <summary>MIDs of the first BUNDLE group (RFC 9143 §7); null when there is none.</summary>
    public ImmutableArray<string>? Bundle { get; }

    /// <summary>Transport attributes of the session level.</summary>
    public TransportOffer Transport { get; }

    /// <summary>
    /// The first section of the bundle, whose transport is offered for all (RFC 9143 §7.2.1); null when there is none.
    /// </summary>
    public SectionOffer? First =>
        Bundle is { IsEmpty: false } mids ? Sections.FirstOrDefault(section => string.Equals(section.Mid, mids[0], StringComparison.Ordinal)) : null;

    /// <summary>Reads an offer; null, with the reason, when it is too large or malformed.</summary>
    public static OfferedSession? Read(string text, out SdpRefusal refusal)
    {
        if (!SessionDescription.TryParse(text, out var description, out refusal))
        {
            return null;
        }

        var transport = new TransportOffer();
        var directions = MediaDirections.Receive | MediaDirections.Send;
        ImmutableArray<string>? bundle = null;
        foreach (var attribute in description.Attributes)
        {
            if (transport.TryTake(attribute))
            {
                continue;
            }

            directions = SectionOffer.Direction(attribute.Name) ?? directions;
            if (attribute is { Name: "group" } && attribute.Value.StartsWith("BUNDLE", StringComparison.Ordinal))
            {
                bundle ??= [.. attribute.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]];
            }
        }

        var sections = ImmutableArray.CreateBuilder<SectionOffer>(description.Media.Count);
        var mids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var media in description.Media)
        {
            var section = SectionOffer.Read(media, directions);
            if (section.Mid.Length > 0 && !(IsToken(section.Mid) && mids.Add(section.Mid)))
            {
                refusal = SdpRefusal.Malformed;
                return null;
            }

            sections.Add(section);
        }

        return new(sections.MoveToImmutable(), bundle, transport);
    }

    /// <summary>
    /// The accepted sections in the order of the bundle: the first is the one whose transport all share (RFC 9143
    /// §7.3.2). Empty when they do not share one.
    /// </summary>
    public ImmutableArray<SectionOffer> SharingTransport(IReadOnlyCollection<SectionOffer> accepted)
    {
        if (Bundle is not { } mids)
        {
            return accepted.Count == 1 ? [.. accepted] : [];
        }

        var byMid = accepted.Where(section => section.Mid.Length > 0).ToDictionary(section => section.Mid, StringComparer.Ordinal);
        var shared = ImmutableArray.CreateBuilder<SectionOffer>();
        foreach (var mid in mids)
        {
            if (byMid.Remove(mid, out var section))
            {
                shared.Add(section);
            }
        }

        return shared.ToImmutable();
    }

    /// <summary>
    /// Transport attributes of a section: its own, or else those of the bundle's first section, or else the session's.
    /// </summary>
    public TransportOffer TransportOf(SectionOffer section)
    {
        var transport = section.Transport;
        return (First is { } first ? transport.Or(first.Transport) : transport).Or(Transport);
    }

    // A MID is copied into the answer, also into msid, where only a token (RFC 8866 §9) is allowed.
    private static bool IsToken(string mid)
    {
        foreach (var c in mid)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`{|}~".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return mid.Length <= MaxMid;
    }
}
