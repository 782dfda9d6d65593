namespace ConsultCluster.Media.Sdp;

/// <summary>
/// A section of the offer and its negotiated answer. One that is refused, or accepted without media, has no codecs.
/// </summary>
/// <param name="IsAccepted">True when it is answered with a port.</param>
internal sealed record AnsweredSection(SectionOffer Offer, NegotiatedMedia Media, bool IsAccepted);
