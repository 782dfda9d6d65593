using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// A terminal's network location, as far as it is known: by its round trips, or else by its region label. Without both,
/// every relay is equally near. <see cref="ProbeTargets"/> lists the relays that a terminal measures.
/// </summary>
/// <param name="Region">Region label of the terminal's site or of its server; null while unknown.</param>
/// <param name="RoundTrips">Round trips to a few relays; empty when none were measured.</param>
public sealed record Nearness(string? Region, ImmutableArray<RoundTrip> RoundTrips)
{
    /// <summary>An unknown location.</summary>
    public static Nearness Unknown { get; } = new(null, []);

    /// <summary>True when a region or a round trip is known.</summary>
    public bool IsKnown => Region is not null || !RoundTrips.IsEmpty;
}

/// <summary>A terminal's measured round trip to one relay.</summary>
/// <param name="Milliseconds">The shortest of several probes.</param>
public readonly record struct RoundTrip(RelayId Relay, double Milliseconds);
