using System.Collections.Immutable;

namespace ConsultCluster.Media.Sdp;

/// <summary>An offer, understood: its sections, which of them are bundled, and the transport they share.</summary>
internal sealed class OfferedSession
{
    /// <summary>The longest MID that a two-byte header extension need not be afraid of; browsers use 1 to 3 characters.</summary>
    private const int MaxMid = 32;

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

    /// <summary>Reads an offer; null with the reason when it is too large or malformed.</summary>
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
    /// The accepted sections in the order in which the bundle names them: the first is the one whose transport all share
    /// (RFC 9143 §7.3.2). Empty when they do not share one.
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

    /// <summary>Transport attributes that hold for a section: its own, else those of the bundle's first section, else the session's.</summary>
    public TransportOffer TransportOf(SectionOffer section)
    {
        var transport = section.Transport;
        if (Bundle is { IsEmpty: false } mids)
        {
            var first = Sections.FirstOrDefault(other => string.Equals(other.Mid, mids[0], StringComparison.Ordinal));
            transport = first is null ? transport : transport.Or(first.Transport);
        }

        return transport.Or(Transport);
    }

    // A MID comes back in the answer, in msid too: nothing but a token (RFC 8866 §9) may stand there.
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
