using System.Text.Json.Serialization;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>The one line of JSON.</summary>
internal sealed record FanoutResult(
    [property: JsonPropertyName("benchmark")] string Benchmark,
    [property: JsonPropertyName("cpu_us_per_packet_out")] double CpuUsPerPacketOut,
    [property: JsonPropertyName("allocated_bytes_per_packet")] double AllocatedBytesPerPacket,
    [property: JsonPropertyName("p50_us")] double P50Us,
    [property: JsonPropertyName("p99_us")] double P99Us,
    [property: JsonPropertyName("delivered")] double Delivered,
    [property: JsonPropertyName("packets_out")] long PacketsOut,
    [property: JsonPropertyName("packets_out_per_s")] double PacketsOutPerSecond,
    [property: JsonPropertyName("datagrams_per_send_call")] double DatagramsPerSendCall,
    [property: JsonPropertyName("segmented_runs")] long SegmentedRuns,
    [property: JsonPropertyName("dropped_by_kernel")] long DroppedByKernel,
    [property: JsonPropertyName("allocated_bytes_per_second_besides")] double AllocatedBytesPerSecondBesides,
    [property: JsonPropertyName("receivers")] int Receivers,
    [property: JsonPropertyName("rate")] int Rate,
    [property: JsonPropertyName("size")] int Size,
    [property: JsonPropertyName("burst")] int Burst,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("profile")] string Profile);
