using System.Collections.Immutable;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

/// <summary>Which third relays a pair has measured.</summary>
public sealed class DetoursTests
{
    [Fact]
    public void Detours_DirectWayIsGood_NothingIsMeasured()
    {
        var cluster = Regions().WithLinks(("a", "b", 12, 0));

        Assert.Empty(Of(cluster));
        Assert.Equal(0, cluster.Planner.MaxDetourPrice(cluster.Directory, Cluster.Id("a"), Cluster.Id("b")));
    }

    [Fact]
    public void Detours_DirectWayNotMeasured_NothingIsMeasured() => Assert.Empty(Of(Regions()));

    [Fact]
    public void Detours_DirectWayLossy_AFewOfDifferentRegionsNearestFirst()
    {
        var cluster = Regions().WithLinks(("a", "b", 20, 20), ("a", "near-1", 5, 0), ("far-1", "x-2", 40, 0));

        Assert.Equal(["x", "near", "far"], Of(cluster).Select(relay => cluster.Directory.Find(relay)!.Region));
    }

    [Fact]
    public void Detours_SomeAreKnown_OnlyTheRestIsMeasuredAndElsewhere()
    {
        var cluster = Regions().WithLinks(("a", "b", 20, 20), ("a", "near-1", 5, 0), ("b", "near-1", 5, 0), ("a", "far-1", 40, 0), ("b", "far-1", 40, 0));

        Assert.Equal(["x-2"], Of(cluster).Select(relay => relay.Value));
    }

    [Fact]
    public void Detours_ThreeAreKnown_NoMoreAreMeasured()
    {
        var cluster = Regions().WithLinks(
            ("a", "b", 20, 20), ("a", "near-1", 5, 0), ("b", "near-1", 5, 0), ("a", "near-2", 5, 0), ("b", "near-2", 5, 0), ("a", "far-1", 40, 0), ("b", "far-1", 40, 0));

        Assert.Empty(Of(cluster));
    }

    [Fact]
    public void Detours_WayRoundWouldBeLonger_IsNotMeasured()
    {
        var cluster = Regions().WithLinks(("a", "b", 60, 0), ("a", "near-1", 45, 0), ("b", "near-1", 45, 0), ("a", "far-1", 50, 0), ("b", "far-1", 50, 0), ("a", "x-2", 1, 0));

        Assert.Empty(Of(cluster));
    }

    [Fact]
    public void Detours_BusyDrainingOrUnwilling_AreLeftOut()
    {
        var cluster = Regions().WithLinks(("a", "b", 20, 50)).Loaded("near-1", 0.8).Marked(RelayState.Draining, "near-2").Marked(RelayState.Silent, "far-1");

        Assert.Equal(["x-2"], Of(cluster, unwilling: "far-2").Select(relay => relay.Value));
    }

    [Fact]
    public void Detours_NeighboursOnOneMachine_ComeLast()
    {
        var cluster = new Cluster().With(
            Cluster.Entry("a", machine: "m1"),
            Cluster.Entry("a-beside", machine: "m1"),
            Cluster.Entry("b", machine: "m2"),
            Cluster.Entry("b-beside", machine: "m2"),
            Cluster.Entry("c", machine: "m3"),
            Cluster.Entry("d", machine: "m4")).WithLinks(("a", "b", 20, 20));

        var detours = Of(cluster);

        Assert.Equal(3, detours.Length);
        Assert.Equal(["c", "d"], detours.Take(2).Select(relay => relay.Value).Order(StringComparer.Ordinal));
    }

    /// <summary>Without labels all relays are in one region, and only the lossy link is measured.</summary>
    [Fact]
    public void Detours_NoRegionIsLabelled_OthersAreMeasuredAllTheSame()
    {
        var cluster = new Cluster().WithRelays(5, string.Empty).With(Cluster.Entry("a", region: string.Empty), Cluster.Entry("b", region: string.Empty));

        Assert.Equal(3, Of(cluster.WithLinks(("a", "b", 80, 5))).Length);
        Assert.Empty(Of(cluster.WithLinks(("a", "b", 80, 0))));
        Assert.Empty(Of(cluster.WithLinks(("a", "b", 80, 1))));
    }

    [Fact]
    public void Detours_TwoHundredRelays_AreThreeAndTheSameForEverybody()
    {
        var cluster = new Cluster().With(Cluster.Entry("a", region: "r-0"), Cluster.Entry("b", region: "r-1"));
        for (var region = 0; region < 20; region++)
        {
            cluster.WithRelays(10, $"r-{region}");
        }

        cluster.WithLinks(("a", "b", 30, 30));

        Assert.Equal(3, Of(cluster).Length);
        Assert.Equal(Of(cluster).AsEnumerable(), Of(cluster).AsEnumerable());
    }

    private static Cluster Regions() => new Cluster().With(
        Cluster.Entry("a", region: "x"),
        Cluster.Entry("x-2", region: "x"),
        Cluster.Entry("b", region: "y"),
        Cluster.Entry("near-1", region: "near"),
        Cluster.Entry("near-2", region: "near"),
        Cluster.Entry("far-1", region: "far"),
        Cluster.Entry("far-2", region: "far"));

    private static ImmutableArray<RelayId> Of(Cluster cluster, string? unwilling = null) =>
        cluster.Planner.Detours(cluster.Directory, Cluster.Id("a"), Cluster.Id("b"), relay => relay.Value != unwilling);
}
