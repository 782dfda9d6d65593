using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class CascadeTests
{
    private static readonly RelayId A = new("a");
    private static readonly RelayId B = new("b");

    [Fact]
    public void Cascade_OneRelay_NeedsNoLink() => Assert.Empty(Links(Three().Seated("t1", "a").Seated("t2", "a")));

    [Fact]
    public void Cascade_ThreeRelays_OneLinkEachWay()
    {
        var links = Links(Three().Seated("t1", "a").Seated("t2", "b").Seated("t3", "b").Seated("t4", "c"));

        Assert.Equal(6, links.Length);
        Assert.Equal(6, links.Select(link => (link.From, link.To)).Distinct().Count());
        Assert.All(links, link => Assert.NotEqual(link.From, link.To));
    }

    [Fact]
    public void Cascade_ReceiversOnlyOnOneSide_IsOneWay()
    {
        var links = Links(Three().Seated("t1", "a").Seated("t2", "b", publishes: false));

        Assert.Equal(new CascadeLink(A, B, null), Assert.Single(links));
    }

    [Fact]
    public void Cascade_PublishersWithoutReceivers_SendNothing() =>
        Assert.Empty(Links(Three().Seated("t1", "a", subscribes: false).Seated("t2", "b", subscribes: false)));

    [Fact]
    public void Cascade_DeadRelay_IsLeftOut() =>
        Assert.Empty(Links(Three().Seated("t1", "a").Seated("t2", "b").Marked(RelayState.Silent, "b")));

    [Fact]
    public void Cascade_LossyDirectLink_GoesOverTheThird()
    {
        var cluster = Pair().WithLinks(("a", "b", 20, 5), ("a", "c", 15, 0), ("c", "b", 15, 0));

        Assert.All(Links(cluster), link => Assert.Equal(Cluster.Id("c"), link.Via));
    }

    [Fact]
    public void Cascade_DetourOnlyALittleBetter_StaysDirect()
    {
        var cluster = Pair().WithLinks(("a", "b", 40, 0), ("a", "c", 15, 0), ("c", "b", 15, 0));

        Assert.All(Links(cluster), link => Assert.Null(link.Via));
    }

    [Fact]
    public void Cascade_DetourInUseAndDirectAboutAsBad_StaysAsItIs()
    {
        var cluster = Pair().WithLinks(("a", "b", 20, 5), ("a", "c", 15, 0), ("c", "b", 15, 0));
        var detour = Links(cluster);

        cluster.WithLinks(("a", "b", 42, 0), ("a", "c", 15, 0), ("c", "b", 15, 0));

        Assert.Equal(detour.ToList(), cluster.Planner.Cascade(cluster.Directory, cluster.Placed, detour).ToList());
    }

    [Fact]
    public void Cascade_DirectLinkRecovers_ReturnsToIt()
    {
        var cluster = Pair().WithLinks(("a", "b", 20, 5), ("a", "c", 15, 0), ("c", "b", 15, 0));
        var detour = Links(cluster);

        cluster.WithLinks(("a", "b", 20, 0), ("a", "c", 15, 0), ("c", "b", 15, 0));

        Assert.All(cluster.Planner.Cascade(cluster.Directory, cluster.Placed, detour), link => Assert.Null(link.Via));
    }

    [Theory]
    [InlineData(RelayState.Silent, 0)]
    [InlineData(RelayState.Draining, 0)]
    [InlineData(RelayState.Active, 0.9)]
    public void Cascade_ThirdRelayCannot_StaysDirect(RelayState state, double share)
    {
        var cluster = Pair().WithLinks(("a", "b", 20, 5), ("a", "c", 15, 0), ("c", "b", 15, 0)).Loaded("c", share).Marked(state, "c");

        Assert.All(Links(cluster), link => Assert.Null(link.Via));
    }

    [Fact]
    public void Cascade_ThirdRelayDiesWhileInUse_GoesDirectAgain()
    {
        var cluster = Pair().WithLinks(("a", "b", 20, 5), ("a", "c", 15, 0), ("c", "b", 15, 0));
        var detour = Links(cluster);
        cluster.Marked(RelayState.Silent, "c");

        Assert.All(cluster.Planner.Cascade(cluster.Directory, cluster.Placed, detour), link => Assert.Null(link.Via));
    }

    [Fact]
    public void Cascade_DirectNotMeasured_StaysDirect()
    {
        var cluster = Pair().WithLinks(("a", "c", 1, 0), ("c", "b", 1, 0));

        Assert.All(Links(cluster), link => Assert.Null(link.Via));
    }

    private static Cluster Three() => new Cluster().With(Cluster.Entry("a", region: "x"), Cluster.Entry("b", region: "y"), Cluster.Entry("c", region: "z"));

    private static Cluster Pair() => Three().Seated("t1", "a").Seated("t2", "b");

    private static System.Collections.Immutable.ImmutableArray<CascadeLink> Links(Cluster cluster) =>
        cluster.Planner.Cascade(cluster.Directory, cluster.Placed, []);
}
