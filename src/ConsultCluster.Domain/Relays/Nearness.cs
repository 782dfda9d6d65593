using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Where a terminal is, as far as it is known. Round trips count; without any the region label does; without both every relay
/// is equally near. A terminal learns which relays to probe from <see cref="ProbeTargets"/>.
/// </summary>
/// <param name="Region">Region label of the terminal's site or of the front door it came through; null while unknown.</param>
/// <param name="RoundTrips">To a handful of relays; empty when it could not measure.</param>
public sealed record Nearness(string? Region, ImmutableArray<RoundTrip> RoundTrips)
{
    /// <summary>Nothing is known.</summary>
    public static Nearness Unknown { get; } = new(null, []);

    /// <summary>Something is.</summary>
    public bool IsKnown => Region is not null || !RoundTrips.IsEmpty;
}

/// <summary>A terminal's measured round trip to one relay.</summary>
/// <param name="Milliseconds">The shortest of its probes.</param>
public readonly record struct RoundTrip(RelayId Relay, double Milliseconds);
