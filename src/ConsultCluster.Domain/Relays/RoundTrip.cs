namespace ConsultCluster.Domain.Relays;

/// <summary>A terminal's measured round trip to one relay.</summary>
/// <param name="Milliseconds">The shortest of its probes.</param>
public readonly record struct RoundTrip(RelayId Relay, double Milliseconds);
