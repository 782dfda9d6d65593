using System.Text.Json.Serialization;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What every mode prints of a measurement; docs/performance.md says what each means.</summary>
internal sealed record StageFigures(
    [property: JsonPropertyName("cpu_us_per_packet_out")] double CpuUsPerPacketOut,
    [property: JsonPropertyName("thread_cpu_us_per_packet_out")] double ThreadCpuUsPerPacketOut,
    [property: JsonPropertyName("allocated_bytes_per_packet")] double AllocatedBytesPerPacket,
    [property: JsonPropertyName("allocated_bytes_per_second_besides")] double AllocatedBytesPerSecondBesides,
    [property: JsonPropertyName("gen2_collections")] int Gen2Collections,
    [property: JsonPropertyName("p50_us")] double P50Us,
    [property: JsonPropertyName("p99_us")] double P99Us,
    [property: JsonPropertyName("delivered")] double Delivered,
    [property: JsonPropertyName("wrong")] long Wrong,
    [property: JsonPropertyName("packets_out_per_s")] double PacketsOutPerSecond,
    [property: JsonPropertyName("cpu_share")] double CpuShare,
    [property: JsonPropertyName("datagrams_per_send_call")] double DatagramsPerSendCall,
    [property: JsonPropertyName("datagrams_per_message")] double DatagramsPerMessage,
    [property: JsonPropertyName("dropped_by_kernel")] long DroppedByKernel)
{
    /// <summary>For a person.</summary>
    public string Describe() =>
        $"""
        relay CPU      {CpuUsPerPacketOut} us per packet out (of its thread {ThreadCpuUsPerPacketOut}), {CpuShare:P0} of a core
        allocated      {AllocatedBytesPerPacket} B per packet, {AllocatedBytesPerSecondBesides} B/s for reports and timers
        latency        p50 {P50Us} us, p99 {P99Us} us
        delivered      {Delivered:P3} at {PacketsOutPerSecond} packets/s out
        """;
}
