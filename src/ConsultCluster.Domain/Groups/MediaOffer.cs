using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Groups;

/// <summary>A terminal's session description and what its sending sections carry.</summary>
/// <param name="Sdp">The offer (RFC 8866, RFC 8829), at most 256 KiB.</param>
/// <param name="Sources">What each sending media section carries, by mid. A sending section that is not named is microphone (audio) or camera (video).</param>
public sealed record MediaOffer(string Sdp, ImmutableDictionary<string, MediaSource> Sources)
{
    /// <summary>Round trips to relays that the terminal has measured; empty when it could not.</summary>
    public ImmutableDictionary<RelayId, TimeSpan> RoundTrips { get; init; } = ImmutableDictionary<RelayId, TimeSpan>.Empty;

    /// <summary>Region label of the terminal's site, which counts where round trips are missing; null while unknown.</summary>
    public string? Region { get; init; }

    /// <summary>Both together.</summary>
    [JsonIgnore]
    public Nearness Near => new(Region, [.. RoundTrips.Select(pair => new RoundTrip(pair.Key, pair.Value.TotalMilliseconds))]);
}
