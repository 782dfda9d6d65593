using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using FsCheck;
using FsCheck.Fluent;

namespace ConsultCluster.Domain.Tests.Relays;

/// <summary>Invariants of every decision, in any cluster, after any event.</summary>
public sealed class PlacementPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    [Fact]
    public void AnyCluster_NewPlacement_IsNeverOnARelayThatTakesNobodyNorOverCapacity() => Always((cluster, before, after) =>
    {
        foreach (var relay in Chosen(before, after, placement => [placement.Relay]))
        {
            Assert.Equal(RelayState.Active, relay.State);
            Assert.True(relay.Load.Share <= 0.85, $"{relay.Relay} at {relay.Load.Share}");
        }

        IEnumerable<RelayEntry> Chosen(GroupPlacement old, GroupPlacement now, Func<MediaPlace, IEnumerable<RelayId>> which) =>
            now.Terminals.Where(terminal => old.Find(terminal.Terminal)?.Placement.Relay != terminal.Placement.Relay)
                .SelectMany(terminal => which(terminal.Placement))
                .Select(id => cluster.Directory.Find(id)!);
    });

    [Fact]
    public void AnyCluster_NewStandby_IsActiveAndInAnotherProcess() => Always((cluster, before, after) =>
    {
        foreach (var terminal in after.Terminals.Where(terminal => before.Find(terminal.Terminal)?.Placement != terminal.Placement))
        {
            if (terminal.Placement.Standby is { } standby)
            {
                Assert.Equal(RelayState.Active, cluster.Directory.Find(standby)!.State);
                Assert.NotEqual(cluster.Directory.Find(terminal.Placement.Relay)!.Node, cluster.Directory.Find(standby)!.Node);
            }
        }
    });

    [Fact]
    public void AnyCluster_NoStandby_OnlyWhenNoOtherProcessCanTakeIt() => Always((cluster, before, after) =>
    {
        foreach (var terminal in after.Terminals.Where(terminal => before.Find(terminal.Terminal)?.Placement != terminal.Placement && terminal.Placement.Standby is null))
        {
            var node = cluster.Directory.Find(terminal.Placement.Relay)!.Node;

            // A relay near its limit may be full with recent placements.
            Assert.DoesNotContain(cluster.Directory.Relays, relay => relay.Node != node && relay.State == RelayState.Active && relay.Load.Share < 0.4);
        }
    });

    [Fact]
    public void AnyCluster_Cascade_IsOneLinkForEachPairAndNeverOverADeadRelay() => Always((cluster, _, after) =>
    {
        var links = cluster.Planner.Cascade(cluster.Directory, after, []);
        var alive = after.Terminals.Select(terminal => terminal.Placement.Relay).Distinct()
            .Count(relay => cluster.Directory.Find(relay)!.State != RelayState.Silent);

        Assert.Equal(alive * (alive - 1), links.Length);
        Assert.Equal(links.Length, links.Select(link => (link.From, link.To)).Distinct().Count());
        Assert.All(links, link => Assert.True(link.Via is not { } via || (via != link.From && via != link.To && cluster.Directory.Find(via)!.State == RelayState.Active)));
    });

    [Fact]
    public void AnyCluster_AfterRepair_NobodyIsOnADeadRelayWhileAnotherHasRoom() => Always((cluster, _, after) =>
    {
        cluster.Placed = after;
        cluster.Apply(cluster.Planner.Repair(cluster.Directory, cluster.Placed, cluster.Now));
        if (cluster.Directory.Relays.Any(relay => relay.State == RelayState.Active && relay.Load.Share < 0.4))
        {
            Assert.All(cluster.Placed.Terminals, terminal => Assert.NotEqual(RelayState.Silent, cluster.Directory.Find(terminal.Placement.Relay)!.State));
        }
    });

    [Fact]
    public void AnyCluster_SameQuestion_GetsTheSameAnswer() => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        Assert.Equal(new RandomCluster(seed).Run().Terminals.Select(terminal => terminal.Placement), new RandomCluster(seed).Run().Terminals.Select(terminal => terminal.Placement))));

    private static void Always(Action<Cluster, GroupPlacement, GroupPlacement> holds) =>
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => new RandomCluster(seed).Run(holds)));
}
