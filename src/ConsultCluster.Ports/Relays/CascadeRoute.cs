using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>
/// Tracks that terminals of <paramref name="From"/> publish are passed on to <paramref name="To"/>, one direction only. What was passed on
/// once is never passed on again, so that no mistake in these orders can make a loop.
/// </summary>
/// <param name="From">A peer of the group.</param>
/// <param name="To">Another peer of the group.</param>
public readonly record struct CascadeRoute(RelayId From, RelayId To);
