using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Relay.Tests.Loop;

public class LoadEstimateTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly LoadEstimate _load = new();

    [Fact]
    public void Add_Nothing_IsIdleAndKnowsNothing()
    {
        Assert.Equal((0, 0, 0, 0), (_load.PacketsPerSecond, _load.Share, _load.CostPerPacket, _load.Capacity));
    }

    [Fact]
    public void Add_BusyWindow_GivesRateShareCostAndCapacity()
    {
        _load.Add(TimeSpan.FromSeconds(2), Used(runMs: 500), 100_000);

        Assert.Equal(50_000, _load.PacketsPerSecond);
        Assert.Equal(0.25, _load.Share);
        Assert.Equal(5, _load.CostPerPacket, 6);
        Assert.Equal(200_000, _load.Capacity, 6);
    }

    [Fact]
    public void Add_ThreadWaitedForItsProcessor_SharesOnlyWhatItCouldHaveHad()
    {
        _load.Add(_second, Used(runMs: 300, waitedMs: 400), 10_000);

        Assert.Equal(0.5, _load.Share, 6);
        Assert.Equal(30, _load.CostPerPacket, 6);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1001, 0)]
    [InlineData(600, 400)]
    [InlineData(600, 700)]
    [InlineData(0, 1200)]
    public void Add_NoTimeLeft_IsFullAndNeverMore(int runMs, int waitedMs)
    {
        _load.Add(_second, Used(runMs, waitedMs), 1);

        Assert.Equal(1, _load.Share);
    }

    [Fact]
    public void Add_TrafficStops_KeepsTheCostAndIsIdle()
    {
        _load.Add(_second, Used(runMs: 100), 50_000);

        for (var i = 0; i < 3600; i++)
        {
            _load.Add(_second, Used(runMs: 0.1), 3);
        }

        Assert.Equal(0, _load.Share);
        Assert.Equal(3, _load.PacketsPerSecond);
        Assert.Equal(2, _load.CostPerPacket, 6);
        Assert.Equal(500_000, _load.Capacity, 3);
    }

    [Fact]
    public void Add_BusyWithoutSending_ShowsInTheShareOnly()
    {
        _load.Add(_second, Used(runMs: 400), 0);

        Assert.Equal(0.4, _load.Share, 6);
        Assert.Equal(0, _load.Capacity);
    }

    [Fact]
    public void Add_OneDearWindow_HardlyMovesTheCost()
    {
        for (var i = 0; i < 30; i++)
        {
            _load.Add(_second, Used(runMs: 100), 50_000);
        }

        _load.Add(_second, Used(runMs: 20), 100);

        Assert.InRange(_load.CostPerPacket, 2, 2.1);
    }

    [Fact]
    public void Add_CostChanges_FollowsWithinSomeTensOfSeconds()
    {
        for (var i = 0; i < 60; i++)
        {
            _load.Add(_second, Used(runMs: 500), 50_000);
        }

        Assert.Equal(10, _load.CostPerPacket, 6);
        for (var i = 0; i < 10; i++)
        {
            _load.Add(_second, Used(runMs: 250), 50_000);
        }

        Assert.InRange(_load.CostPerPacket, 6.5, 7.2);
        for (var i = 0; i < 40; i++)
        {
            _load.Add(_second, Used(runMs: 250), 50_000);
        }

        Assert.InRange(_load.CostPerPacket, 5, 5.1);
    }

    [Fact]
    public void Add_TrafficAfterALongPause_CountsMoreThanThatBefore()
    {
        // A first call, in which the code is still being compiled.
        _load.Add(_second, Used(runMs: 200), 1_000);
        for (var i = 0; i < 100; i++)
        {
            _load.Add(_second, Used(runMs: 0), 0);
        }

        _load.Add(_second, Used(runMs: 10), 1_000);

        Assert.InRange(_load.CostPerPacket, 10, 10.1);
    }

    private static ThreadTimes Used(double runMs, double waitedMs = 0) =>
        new(TimeSpan.FromMilliseconds(runMs), TimeSpan.FromMilliseconds(waitedMs));
}
