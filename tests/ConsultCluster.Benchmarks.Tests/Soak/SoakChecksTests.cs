using ConsultCluster.Benchmarks.Soak;
using ConsultCluster.Benchmarks.Soak.Latency;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class SoakChecksTests
{
    private static readonly Dictionary<string, long> RealFloods = new()
    {
        ["calls.sent"] = 1,
        ["calls.refused.request.too_many"] = 1,
        ["chat.sent"] = 1,
        ["connections.tried"] = 1,
        ["media.bytes_sent"] = 1,
        ["datagrams.sent"] = 1,
    };

    private static readonly Dictionary<string, double> RealCounters = new()
    {
        ["hub_call_duration_seconds_count method=\"Enter\" outcome=\"request.too_many\""] = 1,
        ["relay_dropped_stun_total"] = 1,
    };

    [Theory]
    [InlineData(1.0, 1.2, true)]
    [InlineData(1.0, 1.21, false)]
    [InlineData(1.0, 0.5, true)]
    public void Latency_ByRatio_Holds(double quiet, double flood, bool holds) =>
        Assert.Equal(holds, !SoakChecks.Latency(new LatencyFigures(5_000, 0.1, quiet), new LatencyFigures(50_000, 0.1, flood)).Any());

    [Fact]
    public void Latency_HardlyAnyPackets_DoesNotHold() =>
        Assert.Single(SoakChecks.Latency(new LatencyFigures(10, 0.1, 1), new LatencyFigures(50_000, 0.1, 1)));

    [Fact]
    public void FloodsWereReal_AllSentAndSomeRefused_Holds() => Assert.Empty(SoakChecks.FloodsWereReal(RealFloods, RealCounters));

    [Fact]
    public void FloodsWereReal_OneKindMissing_DoesNotHold() =>
        Assert.Single(SoakChecks.FloodsWereReal(RealFloods.Where(pair => pair.Key != "chat.sent").ToDictionary(), RealCounters));

    [Fact]
    public void FloodsWereReal_NothingRefused_DoesNotHold() =>
        Assert.Single(SoakChecks.FloodsWereReal(RealFloods.Where(pair => !pair.Key.StartsWith("calls.refused", StringComparison.Ordinal)).ToDictionary(), RealCounters));

    [Fact]
    public void FloodsWereReal_NoCounterMoved_DoesNotHold() => Assert.Equal(2, SoakChecks.FloodsWereReal(RealFloods, new Dictionary<string, double>()).Count());

    [Theory]
    [InlineData("hub_call_duration_seconds_count method=\"Enter\" outcome=\"done\"", false)]
    [InlineData("hub_call_duration_seconds_count method=\"Enter\" outcome=\"request.too_many\"", true)]
    [InlineData("relay_dropped_forged_total", true)]
    [InlineData("relay_socket_send_dropped_total", false)]
    [InlineData("relay_rtp_received_total", false)]
    [InlineData("aspnetcore_rate_limiting_requests_total aspnetcore_rate_limiting_result=\"acquired\"", false)]
    public void IsOfLimits_Series_IsSaidByItsName(string series, bool expected) => Assert.Equal(expected, SoakChecks.IsOfLimits(series));

    [Fact]
    public void LongestGapMs_GapsByKills_AreToldApart()
    {
        MediaGap[] gaps = [Gap(from: 10, length: 0.3), Gap(from: 59.9, length: 2), Gap(from: 75, length: 0.5)];
        TimeSpan[] kills = [TimeSpan.FromSeconds(60)];

        Assert.Equal(2_000, SoakChecks.LongestGapMs(gaps, kills, afterKills: true));
        Assert.Equal(500, SoakChecks.LongestGapMs(gaps, kills, afterKills: false));
        Assert.Equal(0, SoakChecks.LongestGapMs([], kills, afterKills: false));
    }

    private static MediaGap Gap(double from, double length) => new(1, 2, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(length));
}
