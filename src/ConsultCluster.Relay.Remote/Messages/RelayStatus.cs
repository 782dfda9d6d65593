namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Load of a relay over the last second, and its links.</summary>
/// <param name="RelayId">Which.</param>
/// <param name="Share">Share of its thread's time in use, 0 to 1.</param>
/// <param name="CostPerPacket">Processor time per packet sent, in microseconds.</param>
/// <param name="Capacity">Packets it can send per second; 0 until measured.</param>
/// <param name="Probe">Credentials with which terminals may measure their round trip to the relay.</param>
public sealed record RelayStatus(
    string RelayId,
    int Sessions,
    double PacketsPerSecondOut,
    double Share,
    double CostPerPacket,
    double Capacity,
    IReadOnlyList<LinkReportDto> Links,
    ProbeTicketDto Probe);
