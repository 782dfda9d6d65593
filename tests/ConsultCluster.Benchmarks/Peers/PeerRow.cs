using System.Text.Json.Serialization;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>One line of the table.</summary>
/// <param name="Profile">SRTP profile of what goes out.</param>
/// <param name="Delivered">Share of published packets that every receiver got.</param>
/// <param name="CpuUsPerPacketOut">Processor time of the server's process, from the operating system, by packets that arrived.</param>
/// <param name="CpuShare">Of one core.</param>
internal sealed record PeerRow(
    [property: JsonPropertyName("relay")] string Relay,
    [property: JsonPropertyName("profile")] string Profile,
    [property: JsonPropertyName("udp_segment")] bool Segments,
    [property: JsonPropertyName("burst")] int Burst,
    [property: JsonPropertyName("receivers")] int Receivers,
    [property: JsonPropertyName("packets_per_second_in")] double PacketsPerSecondIn,
    [property: JsonPropertyName("delivered")] double Delivered,
    [property: JsonPropertyName("cpu_us_per_packet_out")] double CpuUsPerPacketOut,
    [property: JsonPropertyName("cpu_share")] double CpuShare,
    [property: JsonPropertyName("p50_us")] double P50Us,
    [property: JsonPropertyName("p99_us")] double P99Us,
    [property: JsonPropertyName("wrong")] long Wrong);
