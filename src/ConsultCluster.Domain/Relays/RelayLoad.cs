namespace ConsultCluster.Domain.Relays;

/// <summary>A relay's load and capacity, measured by itself over the last second.</summary>
/// <param name="Sessions">Open sessions, standbys included.</param>
/// <param name="PacketsPerSecondOut">Packets sent per second.</param>
/// <param name="Share">Share of its thread's time in use, 0 (idle) to 1 (full).</param>
/// <param name="CostPerPacket">Processor time per packet sent, in microseconds; 0 until there was enough traffic to measure.</param>
/// <param name="Capacity">
/// Packets it can send per second at that cost; 0 until measured. The cost per packet falls with traffic, so the real
/// capacity of a relay that is not full is higher.
/// </param>
public readonly record struct RelayLoad(int Sessions, double PacketsPerSecondOut, double Share, double CostPerPacket, double Capacity);

/// <summary>A relay's load as reported by its node, about once per second.</summary>
/// <param name="Epoch">The node's epoch; a report of an older one is ignored.</param>
public readonly record struct LoadReport(RelayId Relay, long Epoch, RelayLoad Load);
