using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class RepairTests
{
    [Fact]
    public void Repair_NothingDied_NothingMoves()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02");

        Assert.Empty(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));
    }

    [Fact]
    public void Repair_RelayDied_MovesToTheStandbyAndMakesANewOne()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02").Marked(RelayState.Silent, "north-01");

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Equal(new MediaPlace(Cluster.Id("north-02"), Cluster.Id("north-03")), move.To);
        Assert.Equal(MoveReason.RelayLost, move.Reason);
        Assert.True(move.MovesMedia);
    }

    [Fact]
    public void Repair_RelayForgotten_CountsAsDead()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "gone", "north-02");

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Equal(Cluster.Id("north-02"), move.To.Relay);
    }

    [Fact]
    public void Repair_StandbyDied_ReplacesItAndMediaStays()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02").Marked(RelayState.Silent, "north-02");

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Equal(new MediaPlace(Cluster.Id("north-01"), Cluster.Id("north-03")), move.To);
        Assert.Equal(MoveReason.StandbyLost, move.Reason);
        Assert.False(move.MovesMedia);
    }

    [Fact]
    public void Repair_BothFailed_ChoosesNewRelays()
    {
        var cluster = new Cluster().WithRelays(3).WithRelays(1, "south").Seated("t", "north-01", "north-02").Marked(RelayState.Silent, "north-01", "north-02");

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Equal(new MediaPlace(Cluster.Id("north-03"), Cluster.Id("south-01")), move.To);
    }

    [Fact]
    public void Repair_StandbyIsFull_ChoosesAnother()
    {
        var cluster = new Cluster().WithRelays(3).Seated("t", "north-01", "north-02").Marked(RelayState.Silent, "north-01").Loaded("north-02", 0.9);

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Equal(Cluster.Id("north-03"), move.To.Relay);
    }

    [Fact]
    public void Repair_RegionLost_GoesToAnother()
    {
        var cluster = new Cluster().WithRelays(2).WithRelays(2, "south").Seated("t", "north-01", "north-02").Marked(RelayState.Silent, "north-01", "north-02");

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.StartsWith("south", move.To.Relay.Value, StringComparison.Ordinal);
        Assert.StartsWith("south", move.To.Standby?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Repair_NoRelayLeft_LeavesThemForTheNextDirectory()
    {
        var cluster = new Cluster().WithRelays(1).Seated("t", "north-01").Marked(RelayState.Silent, "north-01");
        Assert.Empty(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        cluster.WithRelays(0).With(Cluster.Entry("late"));

        Assert.Equal(Cluster.Id("late"), Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now)).To.Relay);
    }

    [Fact]
    public void Repair_StandbyMissingAndASecondProcessAppears_MakesOne()
    {
        var cluster = new Cluster().WithRelays(2).Seated("t", "north-01");

        var move = Assert.Single(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Equal(new MediaPlace(Cluster.Id("north-01"), Cluster.Id("north-02")), move.To);
    }

    [Fact]
    public void Repair_GroupOnOneRelay_StaysTogether()
    {
        var cluster = new Cluster().WithRelays(12);
        for (var i = 0; i < 5; i++)
        {
            cluster.Enter($"t{i}", Cluster.In("north"));
        }

        cluster.Marked(RelayState.Silent, cluster.Placed.Terminals[0].Placement.Relay.Value);
        cluster.Apply(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Single(cluster.Placed.Terminals.Select(terminal => terminal.Placement).Distinct());
    }

    [Fact]
    public void Repair_Twice_TheSecondTimeNothingIsLeftToDo()
    {
        var cluster = new Cluster().WithRelays(5).Seated("t1", "north-01", "north-02").Seated("t2", "north-02", "north-01").Marked(RelayState.Silent, "north-01");

        cluster.Apply(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));

        Assert.Empty(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));
    }
}
