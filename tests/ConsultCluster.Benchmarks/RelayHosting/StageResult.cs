using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What relay and load saw in one measurement.</summary>
/// <param name="Usage">Of the relay's thread.</param>
/// <param name="Gen2Collections">In the relay's process.</param>
internal sealed record StageResult(LoadResult Load, RelayUsage Usage, int Gen2Collections)
{
    /// <summary>The figures that every mode prints.</summary>
    public StageFigures ToFigures() => new(
        Math.Round(Load.Cpu.TotalMicroseconds / Usage.RtpOut, 3),
        Math.Round(Usage.Cpu.TotalMicroseconds / Usage.RtpOut, 3),
        Math.Round((double)Usage.AllocatedByPackets / Usage.RtpOut, 3),
        Math.Round((Usage.AllocatedBytes - Usage.AllocatedByPackets) / Load.Elapsed.TotalSeconds, 1),
        Gen2Collections,
        Math.Round(Load.P50Us, 1),
        Math.Round(Load.P99Us, 1),
        Math.Round(Load.Delivered, 6),
        Load.Wrong,
        Math.Round(Usage.RtpOut / Load.Elapsed.TotalSeconds),
        Math.Round(Load.Cpu / Load.Elapsed, 3),
        Math.Round((double)Usage.DatagramsOut / Math.Max(Usage.SendCalls, 1), 1),
        Math.Round((double)Usage.DatagramsOut / Math.Max(Usage.Messages, 1), 2),
        Usage.Dropped);
}
