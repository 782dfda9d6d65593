namespace ConsultCluster.Contracts.Hub;

/// <summary>The terminal's session description.</summary>
/// <param name="Sdp">Offer with its sending sections and receive slots, at most 256 KiB.</param>
/// <param name="Sources">What each sending section carries, by mid: <c>microphone</c>, <c>camera</c> or <c>screen</c>.</param>
/// <param name="RoundTrips">Round trips to relays that the terminal measured, in milliseconds by relay id; may be missing.</param>
/// <param name="Region">Region label of the terminal's site, used without round trips; may be missing.</param>
public sealed record OfferRequest(string Sdp, Dictionary<string, string> Sources, Dictionary<string, double>? RoundTrips, string? Region);

/// <summary>The relay's session description.</summary>
public sealed record OfferReply(string Sdp, string RelayId);

/// <summary>One receive slot.</summary>
/// <param name="TerminalId">Terminal whose track fills it; null when empty.</param>
/// <param name="Source"><c>microphone</c>, <c>camera</c> or <c>screen</c>; null when empty.</param>
public sealed record SlotDto(string Mid, string? TerminalId, string? Source);

/// <summary>A relay and a ticket for its answers to ICE checks (RFC 8445 §7.2.2), valid for half a minute.</summary>
/// <param name="Candidates">Its addresses as <c>address:port</c>, IPv6 addresses in brackets.</param>
public sealed record ProbeDto(string RelayId, string[] Candidates, string UserFragment, string Password);

/// <summary>The terminal's network location, as far as it knows.</summary>
/// <param name="RoundTrips">Round trips to relays that the terminal measured, in milliseconds by relay id; may be missing.</param>
/// <param name="Region">Region label of the terminal's site; may be missing.</param>
public sealed record LocateRequest(Dictionary<string, double>? RoundTrips, string? Region);
