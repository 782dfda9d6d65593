using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Ports.Relays;

/// <summary>A relay as the directory lists it; its load and addresses are <see cref="IRelay.Load"/> and <see cref="IRelay.Addresses"/>.</summary>
public sealed record ListedRelay(IRelay Relay, RelayHome Home, RelayState State);
