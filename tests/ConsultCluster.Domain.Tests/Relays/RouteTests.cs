namespace ConsultCluster.Domain.Tests.Relays;

/// <summary>The route between two relays for many groups at once.</summary>
public sealed class RouteTests
{
    private static readonly RelayId A = new("a");
    private static readonly RelayId B = new("b");

    [Fact]
    public void Route_ThirdRelaysAboutAsGood_GroupsSpreadOverThem()
    {
        var cluster = Lossy().WithLinks(("a", "b", 20, 20), ("a", "c", 10, 0), ("b", "c", 10, 0), ("a", "d", 11, 0), ("b", "d", 11, 0));

        var overC = Groups(200).Count(group => cluster.Planner.Route(cluster.Directory, group, A, B, null) == Cluster.Id("c"));

        Assert.InRange(overC, 100, 180);
    }

    [Fact]
    public void Route_ThirdRelayClearlyWorse_IsNotUsed()
    {
        var cluster = Lossy().WithLinks(("a", "b", 20, 20), ("a", "c", 10, 0), ("b", "c", 10, 0), ("a", "d", 16, 0), ("b", "d", 16, 0));

        Assert.All(Groups(200), group => Assert.Equal(Cluster.Id("c"), cluster.Planner.Route(cluster.Directory, group, A, B, null)));
    }

    [Fact]
    public void Route_BothDirections_AreTheSameWay()
    {
        var cluster = Lossy().WithLinks(("a", "b", 20, 20), ("a", "c", 10, 0), ("b", "c", 10, 0), ("a", "d", 11, 0), ("b", "d", 11, 0));

        Assert.All(Groups(50), group => Assert.Equal(
            cluster.Planner.Route(cluster.Directory, group, A, B, null), cluster.Planner.Route(cluster.Directory, group, B, A, null)));
    }

    [Theory]
    [InlineData(0.7, true, true)]
    [InlineData(0.8, false, true)]
    [InlineData(0.9, false, false)]
    public void Route_ThirdRelayGetsBusy_KeepsTheGroupsItHasLongerThanItTakesNewOnes(double share, bool takesNew, bool keeps)
    {
        var cluster = Lossy().WithLinks(("a", "b", 20, 20), ("a", "c", 10, 0), ("b", "c", 10, 0)).Loaded("c", share);

        Assert.Equal(takesNew, cluster.Planner.Route(cluster.Directory, Cluster.Group, A, B, null) is not null);
        Assert.Equal(keeps, cluster.Planner.Route(cluster.Directory, Cluster.Group, A, B, Cluster.Id("c")) is not null);
    }

    [Fact]
    public void Route_RelayNotKnown_IsDirect()
    {
        var cluster = Lossy();

        Assert.Null(cluster.Planner.Route(cluster.Directory, Cluster.Group, A, new RelayId("gone"), Cluster.Id("c")));
    }

    [Fact]
    public void Route_TenThousandGroups_AllocatesNothing()
    {
        var cluster = Lossy().WithLinks(("a", "b", 20, 20), ("a", "c", 10, 0), ("b", "c", 10, 0), ("a", "d", 11, 0), ("b", "d", 11, 0));
        var groups = Groups(10_000).ToArray();
        Ask(groups.AsSpan(0, 100));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(groups);

        // The runtime may allocate a little once while it compiles; the smallest object for each group would be 240,000 bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0L, 10_000L);

        void Ask(ReadOnlySpan<GroupId> some)
        {
            foreach (var group in some)
            {
                cluster.Planner.Route(cluster.Directory, group, A, B, null);
                cluster.Planner.MaxDetourPrice(cluster.Directory, A, B);
            }
        }
    }

    private static IEnumerable<GroupId> Groups(int count) => Enumerable.Range(0, count).Select(i => new GroupId($"group-{i}"));

    private static Cluster Lossy() => new Cluster().With(
        Cluster.Entry("a", region: "x"), Cluster.Entry("b", region: "y"), Cluster.Entry("c", region: "z"), Cluster.Entry("d", region: "z"));
}
