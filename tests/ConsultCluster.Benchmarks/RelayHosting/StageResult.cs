using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What relay and load saw in one measurement.</summary>
/// <param name="Delivered">Share of published packets that every receiver got.</param>
/// <param name="Usage">Of the relay's thread.</param>
/// <param name="ProcessCpu">Of the relay's whole process.</param>
/// <param name="Gen2Collections">In the relay's process.</param>
internal sealed record StageResult(LoadResult Load, double Delivered, RelayUsage Usage, TimeSpan ProcessCpu, int Gen2Collections)
{
    public double CpuUsPerPacketOut => ProcessCpu.TotalMicroseconds / Usage.RtpOut;

    /// <summary>The figures that every mode prints.</summary>
    public StageFigures ToFigures() => new(
        Math.Round(CpuUsPerPacketOut, 3),
        Math.Round(Usage.Cpu.TotalMicroseconds / Usage.RtpOut, 3),
        Math.Round((double)Usage.AllocatedByPackets / Usage.RtpOut, 3),
        Math.Round((Usage.AllocatedBytes - Usage.AllocatedByPackets) / Load.Elapsed.TotalSeconds, 1),
        Gen2Collections,
        Math.Round(Load.P50Us, 1),
        Math.Round(Load.P99Us, 1),
        Math.Round(Delivered, 6),
        Load.Wrong,
        Math.Round(Usage.RtpOut / Load.Elapsed.TotalSeconds),
        Math.Round(ProcessCpu / Load.Elapsed, 3),
        Math.Round((double)Usage.DatagramsOut / Math.Max(Usage.SendCalls, 1), 1),
        Math.Round((double)Usage.DatagramsOut / Math.Max(Usage.Messages, 1), 2),
        Usage.Dropped);
}
