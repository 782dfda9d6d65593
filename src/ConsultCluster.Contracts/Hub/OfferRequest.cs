namespace ConsultCluster.Contracts.Hub;

/// <summary>The terminal's session description.</summary>
/// <param name="Sdp">Offer with its sending sections and receive slots, at most 256 KiB.</param>
/// <param name="Sources">What each sending section carries, by mid: <c>microphone</c>, <c>camera</c> or <c>screen</c>.</param>
public sealed record OfferRequest(string Sdp, Dictionary<string, string> Sources);
