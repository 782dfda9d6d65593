namespace ConsultCluster.Benchmarks.Peers;

/// <summary>One line of the table.</summary>
/// <param name="Profile">SRTP profile of what goes out.</param>
/// <param name="Delivered">Share of published packets that every receiver got.</param>
/// <param name="CpuUsPerPacketOut">Processor time of the server's process, from the operating system, by packets that arrived.</param>
/// <param name="CpuShare">Of one core.</param>
internal sealed record PeerRow(
    string Relay,
    string Profile,
    bool UdpSegment,
    int Burst,
    int Receivers,
    double PacketsPerSecondIn,
    double Delivered,
    double CpuUsPerPacketOut,
    double CpuShare,
    double P50Us,
    double P99Us,
    long Wrong);
