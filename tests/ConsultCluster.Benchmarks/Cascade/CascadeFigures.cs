namespace ConsultCluster.Benchmarks.Cascade;

/// <summary>What the cascade mode prints: medians of its turns, and the worst delivery.</summary>
internal sealed record CascadeFigures(
    double LocalCpuUsPerPacketOut,
    double CascadeCpuUsPerPacketOut,
    double CostRatio,
    double LocalP50Us,
    double CascadeP50Us,
    double LocalP99Us,
    double CascadeP99Us,
    double AddedP50Us,
    double AddedP99Us,
    double LocalDelivered,
    double CascadeDelivered,
    long Wrong)
{
    /// <summary>For a person.</summary>
    public string Describe(int receivers, int rate) =>
        $"""
        1 -> {receivers} at {rate} packets/s, publisher and receivers on one relay, and on two that are linked
        CPU            {LocalCpuUsPerPacketOut} us per packet out on one, {CascadeCpuUsPerPacketOut} on both together: {CostRatio} times
        latency        p50 {LocalP50Us} and {CascadeP50Us} us (+{AddedP50Us}), p99 {LocalP99Us} and {CascadeP99Us} us (+{AddedP99Us})
        delivered      {LocalDelivered:P3} and {CascadeDelivered:P3}
        """;
}
