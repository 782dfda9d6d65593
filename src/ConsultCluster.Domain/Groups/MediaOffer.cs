using System.Collections.Immutable;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Groups;

/// <summary>A terminal's session description and what its sending sections carry.</summary>
/// <param name="Sdp">The offer (RFC 8866, RFC 8829), at most 256 KiB.</param>
/// <param name="Sources">What each sending media section carries, by mid. A sending section that is not named is microphone (audio) or camera (video).</param>
public sealed record MediaOffer(string Sdp, ImmutableDictionary<string, MediaSource> Sources)
{
    /// <summary>Where the terminal is, as far as it says.</summary>
    public Nearness Near { get; init; } = Nearness.Unknown;
}
