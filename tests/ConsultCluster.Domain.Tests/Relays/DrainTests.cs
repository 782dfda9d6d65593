using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class DrainTests
{
    [Fact]
    public void Drain_NothingDrains_NothingMoves()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02");

        Assert.Empty(Drain(cluster, 10));
    }

    [Fact]
    public void Drain_Relay_MovesToTheStandby()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02").Marked(RelayState.Draining, "north-01");

        var move = Assert.Single(Drain(cluster, 10));

        Assert.Equal(new MediaPlace(Cluster.Id("north-02"), Cluster.Id("north-03")), move.To);
        Assert.Equal(MoveReason.RelayDraining, move.Reason);
    }

    [Fact]
    public void Drain_StandbyDrainsToo_GoesToNeither()
    {
        var cluster = new Cluster().WithRelays(4).Seated("t", "north-01", "north-02").Marked(RelayState.Draining, "north-01", "north-02");

        var to = Assert.Single(Drain(cluster, 10)).To;

        Assert.Equal(["north-03", "north-04"], new[] { to.Relay.Value, to.Standby!.Value.Value }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Drain_OnlyTheStandbyDrains_IsReplaced()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02").Marked(RelayState.Draining, "north-02");

        Assert.Equal(new MediaPlace(Cluster.Id("north-01"), Cluster.Id("north-03")), Assert.Single(Drain(cluster, 10)).To);
    }

    [Fact]
    public void Drain_NowhereToGo_StaysAndIsForwardedStill()
    {
        var cluster = new Cluster().WithRelays(1).Seated("t", "north-01").Marked(RelayState.Draining, "north-01");

        Assert.Empty(Drain(cluster, 10));
    }

    [Fact]
    public void Drain_ManyTerminals_LeaveInBatchesUntilNoneIsLeft()
    {
        var cluster = new Cluster().WithRelays(4).Marked(RelayState.Draining, "north-01");
        for (var i = 0; i < 25; i++)
        {
            cluster.Seated($"t{i}", "north-01", "north-02");
        }

        int[] batches = [cluster.Apply(Drain(cluster, 10)).Length, cluster.Apply(Drain(cluster, 10)).Length, cluster.Apply(Drain(cluster, 10)).Length];

        Assert.Equal([10, 10, 5], batches);
        Assert.Empty(Drain(cluster, 10));
        Assert.DoesNotContain(cluster.Placed.Terminals, terminal => terminal.Placement.Relay == Cluster.Id("north-01"));
    }

    [Fact]
    public void Drain_DeadRelay_IsNotItsBusiness()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02").Marked(RelayState.Silent, "north-01");

        Assert.Empty(Drain(cluster, 10));
    }

    private static System.Collections.Immutable.ImmutableArray<Move> Drain(Cluster cluster, int most) =>
        cluster.Planner.Drain(cluster.Directory, [cluster.Placed], most, cluster.Now);
}
