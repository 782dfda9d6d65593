namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What every mode prints of a measurement; docs/performance.md says what each means.</summary>
internal sealed record StageFigures(
    double CpuUsPerPacketOut,
    double ThreadCpuUsPerPacketOut,
    double AllocatedBytesPerPacket,
    double AllocatedBytesPerSecondBesides,
    int Gen2Collections,
    double P50Us,
    double P99Us,
    double Delivered,
    long Wrong,
    double PacketsOutPerS,
    double CpuShare,
    double DatagramsPerSendCall,
    double DatagramsPerMessage,
    long DroppedByKernel)
{
    /// <summary>For a person.</summary>
    public string Describe() =>
        $"""
        relay CPU      {CpuUsPerPacketOut} us per packet out (of its thread {ThreadCpuUsPerPacketOut}), {CpuShare:P0} of a core
        allocated      {AllocatedBytesPerPacket} B per packet, {AllocatedBytesPerSecondBesides} B/s for reports and timers
        latency        p50 {P50Us} us, p99 {P99Us} us
        delivered      {Delivered:P3} at {PacketsOutPerS} packets/s out
        """;
}
