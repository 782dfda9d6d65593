namespace ConsultCluster.Contracts.Nodes;

/// <summary>What a relay carries, over the last second, and how its links are.</summary>
/// <param name="RelayId">Which.</param>
/// <param name="Share">Share of its thread's time in use, 0 to 1.</param>
/// <param name="CostPerPacket">Processor time per packet sent, in microseconds.</param>
/// <param name="Capacity">Packets it can send per second; 0 until measured.</param>
/// <param name="Probe">With which terminals may measure their round trip to it now.</param>
public sealed record RelayStatus(
    string RelayId,
    int Sessions,
    double PacketsPerSecondOut,
    double Share,
    double CostPerPacket,
    double Capacity,
    IReadOnlyList<LinkReportDto> Links,
    ProbeTicketDto Probe);
