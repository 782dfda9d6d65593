using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>What a server used, and what the load saw.</summary>
/// <param name="Delivered">Share of published packets that every receiver got.</param>
/// <param name="Cpu">Processor time of the server's process.</param>
internal sealed record PeerResult(LoadResult Load, double Delivered, TimeSpan Cpu)
{
    public double CpuUsPerPacketOut => Cpu.TotalMicroseconds / Load.Received;
}
