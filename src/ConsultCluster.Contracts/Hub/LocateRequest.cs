namespace ConsultCluster.Contracts.Hub;

/// <summary>Where the terminal is, as far as it knows.</summary>
/// <param name="RoundTrips">Round trips to relays that the terminal measured, in milliseconds by relay id; may be missing.</param>
/// <param name="Region">Region label of the terminal's site; may be missing.</param>
public sealed record LocateRequest(Dictionary<string, double>? RoundTrips, string? Region);
