namespace ConsultCluster.Contracts.Hub;

/// <summary>The relay's session description.</summary>
public sealed record OfferReply(string Sdp, string RelayId);
