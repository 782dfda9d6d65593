using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Tests.Rtp;

public sealed class ReceptionStatisticsTests
{
    private static readonly MonoTime Start = MonoTime.FromMilliseconds(10_000);

    [Fact]
    public void TakeReport_EveryFourthPacketIsLost_ReportsAQuarter()
    {
        var statistics = new ReceptionStatistics(48_000);
        for (var i = 0; i < 400; i++)
        {
            if (i % 4 != 1)
            {
                statistics.HandlePacket(65_500 + i, (uint)(i * 960), Start + TimeSpan.FromMilliseconds(i * 20));
            }
        }

        var report = statistics.TakeReport(7, 1, 2);
        Assert.Equal((7u, 64, 100, 65_899u, 1u, 2u), (report.Ssrc, report.FractionLost, report.CumulativeLost, report.ExtendedHighest, report.LastSenderReport, report.DelaySinceLastSenderReport));
        Assert.Equal(0u, report.Jitter);
    }

    [Fact]
    public void TakeReport_NothingNew_FractionIsZeroAndCumulativeStays()
    {
        var statistics = new ReceptionStatistics(48_000);
        statistics.HandlePacket(1, 0, Start);
        statistics.HandlePacket(3, 0, Start);
        _ = statistics.TakeReport(7, 0, 0);
        var report = statistics.TakeReport(7, 0, 0);

        Assert.Equal((0, 1), (report.FractionLost, report.CumulativeLost));
    }

    [Fact]
    public void HandlePacket_AlternatingDelay_JitterTendsToTheDifference()
    {
        var statistics = new ReceptionStatistics(90_000);
        for (var i = 0; i < 500; i++)
        {
            statistics.HandlePacket(i, (uint)(i * 3000), Start + TimeSpan.FromMilliseconds((i * 100.0 / 3) + (i % 2 * 10)));
        }

        Assert.InRange(statistics.JitterMs, 9.5, 10.5);
    }

    [Fact]
    public void HandlePacket_SendersClockRestarts_IsNoJitter()
    {
        var statistics = new ReceptionStatistics(90_000);
        statistics.HandlePacket(1, 1_000_000_000, Start);
        statistics.HandlePacket(2, 5, Start);

        Assert.Equal(0, statistics.JitterMs);
    }

    [Fact]
    public void TakeMeasure_IsIndependentOfReports()
    {
        var statistics = new ReceptionStatistics(48_000);
        statistics.HandlePacket(1, 0, Start);
        statistics.HandlePacket(4, 0, Start);
        _ = statistics.TakeReport(7, 0, 0);
        statistics.TakeMeasure(out var expected, out var lost);

        Assert.Equal((4, 2), (expected, lost));
    }

    [Fact]
    public void HandlePacket_TimestampJumpsByHalfItsRange_IsNoJitter()
    {
        var reception = new ReceptionStatistics(90_000);
        reception.HandlePacket(1, 0, MonoTime.FromMilliseconds(1000));
        reception.HandlePacket(2, 0x8000_0000, MonoTime.FromMilliseconds(1000));

        Assert.Equal(0, reception.JitterMs);
    }
}
