using System.Collections.Immutable;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Groups;

/// <summary>A terminal's session description and what its sending sections carry.</summary>
/// <param name="Sdp">The offer (RFC 8866, RFC 8829), at most 256 KiB.</param>
/// <param name="Sources">What each sending media section carries, by mid. A sending section that is not named is microphone (audio) or camera (video).</param>
public sealed record MediaOffer(string Sdp, ImmutableDictionary<string, MediaSource> Sources)
{
    /// <summary>The terminal's location, as far as it reports it.</summary>
    public Nearness Near { get; init; } = Nearness.Unknown;

    /// <summary>
    /// True for a terminal without signalling, which can be told only now: the offer is refused when just a part of it
    /// can be answered, or when its codecs fit nobody who is there.
    /// </summary>
    public bool IsAllOrNothing { get; init; }
}

/// <summary>The relay's session description for a terminal.</summary>
/// <param name="Sdp">The answer; valid for the whole stay.</param>
/// <param name="Relay">The relay that holds the session.</param>
public sealed record MediaAnswer(string Sdp, RelayId Relay);

/// <summary>The relays of a terminal's media.</summary>
/// <param name="Relay">Holds the session that carries media.</param>
/// <param name="Standby">Holds a second session, connected and silent, to which media moves when the first relay fails; null without one.</param>
public sealed record MediaPlace(RelayId Relay, RelayId? Standby);
