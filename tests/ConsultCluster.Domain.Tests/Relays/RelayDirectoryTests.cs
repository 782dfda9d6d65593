using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class RelayDirectoryTests
{
    private static readonly RelayLoad Busy = new(10, 1000, 0.5, 5, 200_000);

    [Fact]
    public void Join_NewNode_IsANewVersionAndLeavesTheOldOneAlone()
    {
        var before = RelayDirectory.Empty;

        var after = before.Join([Cluster.Entry("b"), Cluster.Entry("a")]).Value!;

        Assert.Empty(before.Relays);
        Assert.Equal(["a", "b"], after.Relays.Select(relay => relay.Relay.Value));
        Assert.True(after.Version > before.Version);
    }

    [Fact]
    public void Join_SameEpochAgain_KeepsLoadAndState()
    {
        var directory = new Cluster().With(Cluster.Entry("a")).Marked(RelayState.Draining, "a").Loaded("a", 0.4).Directory;

        var again = directory.Join([Cluster.Entry("a")]).Value!;

        Assert.Equal(RelayState.Draining, again.Find(Cluster.Id("a"))!.State);
        Assert.Equal(0.4, again.Find(Cluster.Id("a"))!.Load.Share);
    }

    [Fact]
    public void Join_DeadNodeWithItsOldEpoch_IsRefusedUntilItsEpochGrows()
    {
        var directory = new Cluster().With(Cluster.Entry("a", epoch: 3)).Marked(RelayState.Silent, "a").Directory;

        Assert.Equal(RefusalCodes.RelayStaleEpoch, directory.Join([Cluster.Entry("a", epoch: 3)]).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, directory.Join([Cluster.Entry("a", epoch: 2)]).Refusal?.Code);
        Assert.Equal(RelayState.Active, directory.Join([Cluster.Entry("a", epoch: 4)]).Value!.Find(Cluster.Id("a"))!.State);
    }

    [Fact]
    public void Join_OneOfSeveralIsStale_TakesNoneOfThem()
    {
        var directory = new Cluster().With(Cluster.Entry("a", epoch: 3)).Directory;

        Assert.False(directory.Join([Cluster.Entry("a", epoch: 2), Cluster.Entry("b", epoch: 2)]).Succeeded);
        Assert.Null(directory.Find(Cluster.Id("b")));
    }

    [Fact]
    public void Join_NodeCameBackWithFewerRelays_DropsThoseOfItsEarlierLife()
    {
        var directory = new Cluster().With(Cluster.Entry("a", "node"), Cluster.Entry("b", "node"), Cluster.Entry("c", "other")).Directory;

        var after = directory.Join([Cluster.Entry("a", "node", epoch: 2)]).Value!;

        Assert.Equal(["a", "c"], after.Relays.Select(relay => relay.Relay.Value));
    }

    [Fact]
    public void Report_StaleUnknownOrDead_IsPassedOver()
    {
        var cluster = new Cluster().With(Cluster.Entry("a", epoch: 2), Cluster.Entry("dead", epoch: 2)).Marked(RelayState.Silent, "dead");

        var after = cluster.Directory.Report([new(Cluster.Id("a"), 1, Busy), new(Cluster.Id("dead"), 2, Busy), new(Cluster.Id("nobody"), 2, Busy)]);

        Assert.All(after.Relays, relay => Assert.Equal(default, relay.Load));
    }

    [Fact]
    public void Mark_DeadRelay_StaysDeadWhateverIsMarked()
    {
        var directory = new Cluster().With(Cluster.Entry("a")).Marked(RelayState.Silent, "a").Marked(RelayState.Active, "a").Directory;

        Assert.Equal(RelayState.Silent, directory.Find(Cluster.Id("a"))!.State);
        Assert.False(directory.Accepts(Cluster.Id("a"), 1));
    }

    [Fact]
    public void Forget_Node_TakesItsRelaysOffTheList()
    {
        var directory = new Cluster().With(Cluster.Entry("a", "node"), Cluster.Entry("b", "other")).Directory.Forget(new NodeId("node"));

        Assert.Equal(["b"], directory.Relays.Select(relay => relay.Relay.Value));
    }

    [Theory]
    [InlineData(0, 0, RelayEntry.AssumedCapacity)]
    [InlineData(300_000, 0, 300_000)]
    [InlineData(300_000, 20_000, 300_000)]
    [InlineData(300_000, 400_000, 400_000)]
    public void FullCapacity_ConfiguredAndMeasured_IsTheMost(double configured, double measured, double expected)
    {
        var entry = Cluster.Entry("a") with { Capacity = configured, Load = Busy with { Capacity = measured } };

        Assert.Equal(expected, entry.FullCapacity);
    }
}
