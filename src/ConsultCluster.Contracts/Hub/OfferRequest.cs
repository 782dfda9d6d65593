namespace ConsultCluster.Contracts.Hub;

/// <summary>The terminal's session description.</summary>
/// <param name="Sdp">Offer with its sending sections and receive slots, at most 256 KiB.</param>
/// <param name="Sources">What each sending section carries, by mid: <c>microphone</c>, <c>camera</c> or <c>screen</c>.</param>
/// <param name="RoundTrips">Round trips to relays that the terminal measured, in milliseconds by relay id; may be missing.</param>
/// <param name="Region">Region label of the terminal's site, for want of round trips; may be missing.</param>
public sealed record OfferRequest(string Sdp, Dictionary<string, string> Sources, Dictionary<string, double>? RoundTrips, string? Region);
