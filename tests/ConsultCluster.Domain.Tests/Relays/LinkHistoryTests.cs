using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class LinkHistoryTests
{
    private static readonly RelayId A = new("a");
    private static readonly RelayId B = new("b");

    private readonly LinkHistory _history = new();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Update_FirstMeasurement_IsTakenAsItIs() => Assert.Equal(new RelayLink(A, B, 30, 7), Look(30, 7));

    [Fact]
    public void Update_LossRises_IsBelievedWithinSeconds()
    {
        Look(30, 0);
        Look(30, 20);

        Assert.InRange(Look(30, 20)!.Value.LossPercent, 14, 16);
    }

    [Fact]
    public void Update_LossIsOver_IsForgottenWithinAMinute()
    {
        Look(30, 20);
        for (var second = 0; second < 10; second++)
        {
            Look(30, 0);
        }

        Assert.InRange(Look(30, 0)!.Value.LossPercent, 9, 11);
        for (var second = 0; second < 50; second++)
        {
            Look(30, 0);
        }

        Assert.InRange(Look(30, 0)!.Value.LossPercent, 0, 0.5);
    }

    /// <summary>Twenty heartbeats of a link that loses 5 % show no loss in every third two seconds.</summary>
    [Fact]
    public void Update_LossThatShowsNowAndThen_StaysInMind()
    {
        var random = new Random(5);
        var least = 100.0;
        Look(30, 5);
        for (var look = 0; look < 600; look++)
        {
            var lost = Enumerable.Range(0, 20).Count(_ => random.NextDouble() < 0.05);
            least = Math.Min(least, Look(30, 5 * lost)!.Value.LossPercent);
        }

        Assert.InRange(least, 2, 100);
    }

    [Fact]
    public void Update_LinkFallsSilent_IsAWayThatLosesEverythingBeforeLong()
    {
        Look(30, 0);
        for (var second = 0; second < 3; second++)
        {
            Look(30, 0, isUp: false);
        }

        Assert.InRange(Look(30, 0, isUp: false)!.Value.LossPercent, 90, 100);
    }

    [Fact]
    public void Update_LinkIsConnecting_ReportsNothingYet() => Assert.Null(Look(null, 0, isUp: false));

    [Fact]
    public void Update_LinkNeverComesUp_IsNoWay()
    {
        for (var second = 0; second < 6; second++)
        {
            Look(null, 0, isUp: false);
        }

        Assert.Equal(new RelayLink(A, B, 0, 100), Look(null, 0, isUp: false));
    }

    [Fact]
    public void Update_NotNamedAnyMore_IsForgotten()
    {
        Look(30, 40);
        Assert.Empty(_history.Update([], _now));

        Assert.Equal(0, Look(30, 0)!.Value.LossPercent);
    }

    [Fact]
    public void Measure_LinkWithoutAWay_DoesNotCountAsDistanceOfItsRegions()
    {
        var cluster = new Cluster()
            .With(Cluster.Entry("a", region: "x"), Cluster.Entry("b", region: "y"), Cluster.Entry("c", region: "z"))
            .WithLinks(("a", "b", 0, 100), ("a", "c", 30, 0));

        Assert.Equal(["a", "c", "b"], ProbeTargets.ForTerminal(cluster.Directory, "x", new TerminalId("t")).Select(relay => relay.Value));
    }

    private RelayLink? Look(double? roundTripMs, double lossPercent, bool isUp = true)
    {
        _now += TimeSpan.FromSeconds(1);
        return _history.Update([new LinkSample(A, B, isUp, roundTripMs, lossPercent)], _now) is [var link] ? link : null;
    }
}
