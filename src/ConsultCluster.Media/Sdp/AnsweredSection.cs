namespace ConsultCluster.Media.Sdp;

/// <summary>A section of the offer and what came of it; a refused one has no codecs.</summary>
internal sealed record AnsweredSection(SectionOffer Offer, NegotiatedMedia Media)
{
    /// <summary>It gets a port.</summary>
    public bool IsAccepted => !Media.Codecs.IsEmpty;
}
