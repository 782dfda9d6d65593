using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class ProbeTargetsTests
{
    private static readonly TerminalId Terminal = new("t");

    [Fact]
    public void ForTerminal_Label_AreSomeAtHomeThenOneOfEachRegionNearestFirst()
    {
        var cluster = new Cluster().WithRelays(5, "a").WithRelays(5, "b").WithRelays(5, "home")
            .WithLinks(("home-01", "a-01", 40, 0), ("home-02", "b-01", 20, 0));

        var targets = ProbeTargets.ForTerminal(cluster.Directory, "home", Terminal);

        Assert.Equal(["home", "home", "home", "b", "a"], targets.Select(target => target.Value[..^3]));
        Assert.Equal(5, targets.Distinct().Count());
    }

    [Fact]
    public void ForTerminal_ManyRegions_AreAHandful()
    {
        var cluster = new Cluster();
        for (var region = 0; region < 30; region++)
        {
            cluster.WithRelays(2, $"r{region}");
        }

        Assert.Equal(8, ProbeTargets.ForTerminal(cluster.Directory, "r7", Terminal).Length);
        Assert.Equal(8, ProbeTargets.ForTerminal(cluster.Directory, null, Terminal).Length);
    }

    [Fact]
    public void ForTerminal_SeveralRelaysOfAMachine_ProbesTheMachineOnce()
    {
        var cluster = new Cluster().With(
            Cluster.Entry("a-1", "a", "m1"), Cluster.Entry("a-2", "a", "m1"), Cluster.Entry("b-1", "b", "m1"), Cluster.Entry("c-1", "c", "m2"));

        var targets = ProbeTargets.ForTerminal(cluster.Directory, "north", Terminal);

        Assert.Equal(2, targets.Length);
        Assert.Contains(Cluster.Id("c-1"), targets);
    }

    [Theory]
    [InlineData(RelayState.Draining)]
    [InlineData(RelayState.Silent)]
    public void ForTerminal_RelayThatTakesNobody_IsNotProbed(RelayState state)
    {
        var cluster = new Cluster().WithRelays(2).Marked(state, "north-02");

        Assert.Equal(Cluster.Id("north-01"), Assert.Single(ProbeTargets.ForTerminal(cluster.Directory, "north", Terminal)));
    }

    [Fact]
    public void ForTerminal_ManyTerminals_DoNotAllProbeTheSame()
    {
        var cluster = new Cluster().WithRelays(20);

        var probed = Enumerable.Range(0, 100).SelectMany(i => ProbeTargets.ForTerminal(cluster.Directory, "north", new TerminalId($"t{i}"))).Distinct();

        Assert.Equal(20, probed.Count());
    }

    [Fact]
    public void BetweenRelays_AnyDirectory_AreAFewOfEachRegion()
    {
        var cluster = new Cluster().WithRelays(5, "a").WithRelays(1, "b");

        Assert.Equal(["a", "a", "b"], ProbeTargets.BetweenRelays(cluster.Directory).Select(target => target.Value[..^3]));
    }
}
