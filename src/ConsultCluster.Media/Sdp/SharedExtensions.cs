namespace ConsultCluster.Media.Sdp;

/// <summary>
/// Chooses the header extensions of sections that share a transport. There an id has one meaning (RFC 9143 §12): aiortc
/// offers id 2 for the audio level in one section and for the send time in another, and its transport ends when both
/// are answered.
/// </summary>
internal sealed class SharedExtensions
{
    /// <summary>The extensions that we answer; the first of two that claim one id gets it.</summary>
    private static readonly string[] _byWeight =
    [
        ExtensionUris.Mid,
        ExtensionUris.AudioLevel,
        ExtensionUris.DependencyDescriptor,
        ExtensionUris.TransportSequence,
        ExtensionUris.AbsoluteSendTime,
    ];

    private readonly string?[] _meanings = new string?[ExtensionOffer.MaxOneByteId + 1];

    public SharedExtensions(IReadOnlyCollection<SectionOffer> accepted, bool transportFeedback)
    {
        foreach (var uri in _byWeight.Where(uri => transportFeedback || uri != ExtensionUris.TransportSequence))
        {
            foreach (var extension in accepted.SelectMany(section => section.Extensions).Where(extension => IsOf(extension, uri)))
            {
                _meanings[extension.Id] ??= uri;
            }
        }
    }

    /// <summary>The extensions of one section.</summary>
    public NegotiatedExtensions Of(SectionOffer offer) => new(
        Id(offer, ExtensionUris.Mid),
        Id(offer, ExtensionUris.AudioLevel),
        Id(offer, ExtensionUris.TransportSequence),
        Id(offer, ExtensionUris.AbsoluteSendTime),
        Id(offer, ExtensionUris.DependencyDescriptor));

    private byte Id(SectionOffer offer, string uri)
    {
        foreach (var extension in offer.Extensions)
        {
            if (IsOf(extension, uri) && _meanings[extension.Id] == uri)
            {
                return extension.Id;
            }
        }

        return 0;
    }

    private static bool IsOf(in ExtensionOffer extension, string uri) => extension.Direction is not "inactive" && extension.Uri == uri;
}
