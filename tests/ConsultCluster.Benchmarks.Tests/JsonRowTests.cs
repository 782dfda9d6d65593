using System.Text.Json.Nodes;
using ConsultCluster.Benchmarks.Idle;
using ConsultCluster.Benchmarks.Peers;
using ConsultCluster.Benchmarks.RelayHosting;

namespace ConsultCluster.Benchmarks.Tests;

/// <summary>Programs read these rows: the names are as docs/performance.md has them.</summary>
public sealed class JsonRowTests
{
    [Fact]
    public void Of_SetAndFigures_NamesBenchmarkThenWhatWasSetThenFigures() =>
        Assert.Equal(
            """{"benchmark":"fanout","receivers":50,"udp_segment":true,"plain_in":false,"mean_ns":1.5}""",
            JsonRow.Of("fanout", new { receivers = 50, udp_segment = true, PlainIn = false }, new { mean_ns = 1.5 }));

    [Fact]
    public void Of_StageFigures_HasTheDocumentedNames() =>
        Assert.Equal(
            [
                "benchmark", "cpu_us_per_packet_out", "thread_cpu_us_per_packet_out", "allocated_bytes_per_packet", "allocated_bytes_per_second_besides",
                "gen2_collections", "p50_us", "p99_us", "delivered", "wrong", "packets_out_per_s", "cpu_share", "datagrams_per_send_call",
                "datagrams_per_message", "dropped_by_kernel",
            ],
            Names(JsonRow.Of("fanout", new { }, new StageFigures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))));

    [Fact]
    public void Of_PeerRow_HasTheDocumentedNames() =>
        Assert.Equal(
            [
                "relay", "profile", "udp_segment", "burst", "receivers", "packets_per_second_in", "delivered", "cpu_us_per_packet_out", "cpu_share",
                "p50_us", "p99_us", "wrong",
            ],
            Names(JsonRow.Of(new PeerRow("janus", "AEAD_AES_128_GCM", UdpSegment: false, 8, 50, 500, 1, 2, 3, 4, 5, 0))));

    [Fact]
    public void Of_IdleResult_HasTheDocumentedNames() =>
        Assert.Equal(
            [
                "benchmark", "sessions", "rss_bytes_per_session", "managed_bytes_per_session", "cpu_share_idle", "cpu_share_with_checks", "cpu_us_per_check",
                "checks_per_s", "checks_answered", "setup_seconds", "join_cpu_us_per_session", "group_size", "seconds",
            ],
            Names(JsonRow.Of(new IdleResult("idle", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))));

    private static IEnumerable<string> Names(string row) => JsonNode.Parse(row)!.AsObject().Select(property => property.Key);
}
