using ConsultCluster.Benchmarks.Simulate.Model;

namespace ConsultCluster.Domain.Tests.Relays;

/// <summary>
/// The cluster of the simulate benchmark, twenty times smaller. A region has three or four processes here, and a
/// lecture of forty is a tenth of a relay's capacity, so the limit for evenness is wider than at full size and does not
/// apply while a third of a region is lost.
/// </summary>
public sealed class SimulationTests
{
    private static readonly string[] _everybodyThere = ["joined", "churn", "burst"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Scenario_SmallCluster_HoldsItsLimitsThroughout(int seed)
    {
        var scenario = new Scenario(Small(seed));
        foreach (var phase in scenario.Run())
        {
            var found = phase.Found;
            Assert.Equal(0, found.OnDead);
            Assert.Equal(0, found.StandbyInSameProcess);
            Assert.Equal(0, found.WithoutStandby);
            Assert.True(found.WithinBest >= 0.85, $"{phase}");
            if (_everybodyThere.Contains(phase.Name))
            {
                Assert.True(found.WithinBest >= 0.99, $"{phase}");
                Assert.True(found.LoadMaxOverMean <= 1.3, $"{phase}");
            }

            if (phase.Name == Scenario.Quiet)
            {
                Assert.True(phase.Moved <= found.Terminals / 20, $"{phase}");
            }
        }

        Assert.Empty(scenario.Simulation.OverCapacity);
        Assert.Equal(0, scenario.Simulation.Waiting);
    }

    [Fact]
    public void Scenario_LinkDegradedAndHealed_ReroutesAndReturnsWithoutFlapping()
    {
        var options = Small(3);
        var scenario = new Scenario(options);
        scenario.During("joined", () => scenario.Enter(scenario.Simulation.World.Groups, 20));

        var routes = RouteTrial.Run(scenario.Simulation, options);

        Assert.True(routes.Links > 0);
        Assert.Equal(routes.Links, routes.Rerouted);
        Assert.Equal(routes.Links, routes.Returned);
        Assert.True(routes.Changes <= 3 * routes.Links, $"{routes}");
    }

    private static SimulationOptions Small(int seed) => new(seed, Regions: 4, Relays: 50, Groups: 600, Terminals: 3000) { Deciders = 12, TargetShare = 0.3 };
}
