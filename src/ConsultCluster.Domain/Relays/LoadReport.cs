namespace ConsultCluster.Domain.Relays;

/// <summary>A relay's load as its node reports it, about once per second.</summary>
/// <param name="Epoch">The node's epoch; a report of an older one is ignored.</param>
public readonly record struct LoadReport(RelayId Relay, long Epoch, RelayLoad Load);
