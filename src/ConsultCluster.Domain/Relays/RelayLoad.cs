namespace ConsultCluster.Domain.Relays;

/// <summary>What a relay carries, and what it could; measured by itself, over the last second.</summary>
/// <param name="Sessions">Open sessions, standbys included.</param>
/// <param name="PacketsPerSecondOut">Packets sent per second.</param>
/// <param name="Share">Share of its thread's time that is in use, 0 (idle) to 1 (it can do no more).</param>
/// <param name="CostPerPacket">Processor time per packet sent, in microseconds; 0 until there was enough traffic to measure.</param>
/// <param name="Capacity">
/// Packets it can send per second at that cost; 0 until measured. A packet costs less the more of them there are, so a relay that
/// is not full can do more than this says.
/// </param>
public readonly record struct RelayLoad(int Sessions, double PacketsPerSecondOut, double Share, double CostPerPacket, double Capacity);

/// <summary>A relay's load as its node reports it, about once per second.</summary>
/// <param name="Epoch">The node's epoch; a report of an older one is ignored.</param>
public readonly record struct LoadReport(RelayId Relay, long Epoch, RelayLoad Load);
