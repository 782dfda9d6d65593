namespace ConsultCluster.Media.Sdp;

/// <summary>A section of the offer and its negotiated answer; a refused one has no codecs.</summary>
internal sealed record AnsweredSection(SectionOffer Offer, NegotiatedMedia Media)
{
    /// <summary>True when the section is accepted, with a port.</summary>
    public bool IsAccepted => !Media.Codecs.IsEmpty;
}
