using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class PlaceTests
{
    [Fact]
    public void Place_NoRelay_IsRefusedWithAReason()
    {
        var cluster = new Cluster();

        var outcome = cluster.Planner.Place(cluster.Directory, cluster.Placed, new TerminalId("t"), Nearness.Unknown, cluster.Now);

        Assert.Equal(RefusalCodes.RelayUnavailable, outcome.Refusal?.Code);
    }

    [Fact]
    public void Place_OneRelay_TakesItWithoutAStandby()
    {
        var placement = new Cluster().WithRelays(1).Enter("t", Nearness.Unknown);

        Assert.Equal(new MediaPlace(Cluster.Id("north-01"), null), placement);
    }

    [Fact]
    public void Place_RoundTrips_TakesTheNearRelay()
    {
        var cluster = new Cluster().WithRelays(1).WithRelays(1, "south");

        Assert.Equal(Cluster.Id("south-01"), cluster.Enter("t", Cluster.Near(("north-01", 40), ("south-01", 10))).Relay);
    }

    [Fact]
    public void Place_OnlyALabel_StaysInTheRegion()
    {
        var cluster = new Cluster().WithRelays(3).WithRelays(3, "south").Loaded("south-01", 0.3).Loaded("south-02", 0.3).Loaded("south-03", 0.3);

        Assert.StartsWith("south", cluster.Enter("t", Cluster.In("south")).Relay.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_RelayBesideAMeasuredOne_IsTakenAsNearAsThatMachine()
    {
        var cluster = new Cluster()
            .With(Cluster.Entry("far", region: "a"), Cluster.Entry("near-1", machine: "m", region: "a"), Cluster.Entry("near-2", machine: "m", region: "a"))
            .Loaded("near-1", 0.8);

        Assert.Equal(Cluster.Id("near-2"), cluster.Enter("t", Cluster.Near(("far", 60), ("near-1", 10))).Relay);
    }

    [Fact]
    public void Place_RelaysOfOneMachineMeasuredEach_TheirOwnRoundTripsCount()
    {
        var cluster = new Cluster().With(
            Cluster.Entry("a", machine: "m", region: "north"), Cluster.Entry("b", machine: "m", region: "south"), Cluster.Entry("c", machine: "m", region: "west"));

        Assert.Equal(Cluster.Id("b"), cluster.Enter("t", Cluster.Near(("a", 40), ("b", 10), ("c", 60))).Relay);
    }

    [Fact]
    public void Place_NearRelayBusy_TakesOneAboutAsNear()
    {
        var cluster = new Cluster().WithRelays(1).WithRelays(1, "south").Loaded("north-01", 0.7);

        Assert.Equal(Cluster.Id("south-01"), cluster.Enter("t", Cluster.Near(("north-01", 10), ("south-01", 11))).Relay);
    }

    [Theory]
    [InlineData(0.40, "north-01")]
    [InlineData(0.60, "south-01")]
    public void Place_NearRelayAboveAllOthers_TakesAnotherSoonerThanForItsLoadAlone(double share, string expected)
    {
        var cluster = new Cluster().WithRelays(1).WithRelays(1, "south").WithRelays(8, "west").Loaded("north-01", share).Loaded("south-01", share - 0.12);
        for (var i = 1; i <= 8; i++)
        {
            cluster.Loaded($"west-{i:D2}", 0.48);
        }

        Assert.Equal(Cluster.Id(expected), cluster.Enter("t", Cluster.Near(("north-01", 40), ("south-01", 50), ("west-01", 200))).Relay);
    }

    [Theory]
    [InlineData(RelayState.Draining)]
    [InlineData(RelayState.Silent)]
    public void Place_NearestDoesNotTakeTerminals_TakesAnother(RelayState state)
    {
        var cluster = new Cluster().WithRelays(1).WithRelays(2, "south").Marked(state, "north-01");

        var placement = cluster.Enter("t", Cluster.Near(("north-01", 5)));

        Assert.StartsWith("south", placement.Relay.Value, StringComparison.Ordinal);
        Assert.StartsWith("south", placement.Standby?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_AllFull_IsRefused()
    {
        var cluster = new Cluster().WithRelays(2).Loaded("north-01", 0.86).Loaded("north-02", 0.9);

        Assert.False(cluster.Planner.Place(cluster.Directory, cluster.Placed, new TerminalId("t"), Nearness.Unknown, cluster.Now).Succeeded);
    }

    [Fact]
    public void Place_NothingLeftWhereItMeasured_GoesToTheRegionNextToIt()
    {
        var cluster = new Cluster().WithRelays(1).WithRelays(1, "middle").WithRelays(1, "south")
            .WithLinks(("north-01", "middle-01", 10, 0), ("north-01", "south-01", 30, 0))
            .Loaded("north-01", 0.9);

        Assert.Equal(Cluster.Id("middle-01"), cluster.Enter("t", Cluster.Near(("north-01", 5))).Relay);
    }

    [Fact]
    public void Place_SecondOfTheGroup_JoinsTheFirstUnlessThatIsFarFromIt()
    {
        var cluster = new Cluster().WithRelays(8).WithRelays(1, "south").WithLinks(("north-01", "south-01", 40, 0));
        var first = cluster.Enter("first", Cluster.In("north"));

        Assert.Equal(first.Relay, cluster.Enter("second", Cluster.In("north")).Relay);
        Assert.Equal(Cluster.Id("south-01"), cluster.Enter("third", Cluster.Near(("south-01", 8), (first.Relay.Value, 48))).Relay);
    }

    [Fact]
    public void Place_GroupOutgrowsItsRelay_UsesAnother()
    {
        var cluster = new Cluster().WithRelays(2);
        var relays = Enumerable.Range(0, 120).Select(i => cluster.Enter($"t{i}", Cluster.In("north")).Relay).ToHashSet();

        Assert.Equal(2, relays.Count);
    }

    [Fact]
    public void Place_BurstOfGroupsWithoutANewReport_Spreads()
    {
        var cluster = new Cluster().WithRelays(10);
        var placed = Burst(cluster, 1000);

        Assert.Equal(10, placed.Count);
        Assert.All(placed.Values, groups => Assert.InRange(groups, 70, 130));
    }

    [Fact]
    public void Place_BurstOnUnevenRelays_FillsTheEmptierFirst()
    {
        var cluster = new Cluster().WithRelays(3).Loaded("north-01", 0.6).Loaded("north-02", 0).Loaded("north-03", 0.6);

        Assert.Equal([Cluster.Id("north-02")], Burst(cluster, 100).Keys);
    }

    [Fact]
    public void Place_BurstThatStayedSilent_NoLongerCountsLater()
    {
        var cluster = new Cluster().WithRelays(2).Loaded("north-02", 0.5);
        Burst(cluster, 600);
        cluster.Now += TimeSpan.FromMinutes(1);

        Assert.Equal([Cluster.Id("north-01")], Burst(cluster, 20).Keys);
    }

    [Fact]
    public void Place_DecidersThatDoNotKnowOfEachOther_SpreadOverEqualRelays()
    {
        var placed = new Dictionary<RelayId, int>();
        for (var i = 0; i < 1000; i++)
        {
            var cluster = new Cluster().WithRelays(10);
            var relay = PlaceGroup(cluster, i).Relay;
            placed[relay] = placed.GetValueOrDefault(relay) + 1;
        }

        Assert.Equal(10, placed.Count);
        Assert.All(placed.Values, groups => Assert.InRange(groups, 70, 130));
    }

    [Fact]
    public void Place_Returns_StaysThoughAnotherIsSlightlyBetter()
    {
        var cluster = new Cluster().WithRelays(4);
        var before = cluster.Enter("t", Cluster.In("north"));
        cluster.Loaded(before.Relay.Value, 0.05);

        Assert.Equal(before, cluster.Enter("t", Cluster.In("north")));
    }

    [Fact]
    public void Place_ReturnsFromElsewhere_IsPlacedNear()
    {
        var cluster = new Cluster().WithRelays(2).WithRelays(2, "south");
        Assert.StartsWith("north", cluster.Enter("t", Cluster.Near(("north-01", 5), ("south-01", 30))).Relay.Value, StringComparison.Ordinal);

        Assert.StartsWith("south", cluster.Enter("t", Cluster.Near(("north-01", 30), ("south-01", 5))).Relay.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_SilentSessions_DoNotOutweighLoad()
    {
        var cluster = new Cluster().WithRelays(2).Loaded("north-01", 0.01, sessions: 100_000).Loaded("north-02", 0.5);

        Assert.Equal(Cluster.Id("north-01"), cluster.Enter("t", Cluster.In("north")).Relay);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Place_RoundTripThatCannotBe_IsPassedOver(double milliseconds)
    {
        var cluster = new Cluster().WithRelays(1).WithRelays(1, "south");

        Assert.Equal(Cluster.Id("south-01"), cluster.Enter("t", Cluster.Near(("north-01", milliseconds), ("south-01", 30))).Relay);
    }

    [Fact]
    public void Place_StandbyInTheSameRegion_IsOnAnotherMachine()
    {
        var cluster = new Cluster().With(
            Cluster.Entry("a-1", "a", "m1"), Cluster.Entry("a-2", "a", "m1"),
            Cluster.Entry("b-1", "b", "m1"), Cluster.Entry("b-2", "b", "m1"),
            Cluster.Entry("c-1", "c", "m2"));
        for (var i = 0; i < 50; i++)
        {
            var placement = PlaceGroup(cluster, i);
            Assert.Equal(placement.Relay == Cluster.Id("c-1"), placement.Standby != Cluster.Id("c-1"));
        }
    }

    [Fact]
    public void Place_OneMachine_StandbyIsAnotherProcessOfIt()
    {
        var cluster = new Cluster().With(Cluster.Entry("a-1", "a", "m"), Cluster.Entry("a-2", "a", "m"), Cluster.Entry("b-1", "b", "m"));
        for (var i = 0; i < 50; i++)
        {
            var placement = PlaceGroup(cluster, i);
            Assert.NotEqual(placement.Relay.Value[0], placement.Standby!.Value.Value[0]);
        }
    }

    [Fact]
    public void Place_OneProcess_HasNoStandby()
    {
        var cluster = new Cluster().With(Cluster.Entry("a-1", "a", "m"), Cluster.Entry("a-2", "a", "m"));

        Assert.Null(cluster.Enter("t", Nearness.Unknown).Standby);
    }

    [Fact]
    public void Place_ManyGroupsOfOneRelay_ScatterTheirStandbysAndKeepEachGroupTogether()
    {
        var cluster = new Cluster().WithRelays(11);
        var standbys = new Dictionary<RelayId, int>();
        for (var i = 0; i < 400; i++)
        {
            cluster.Placed = GroupPlacement.Empty(new GroupId($"g{i}"));
            cluster.Now += TimeSpan.FromMinutes(1);
            var first = cluster.Enter("first", Cluster.In("north"));
            Assert.Equal(first, cluster.Enter("second", Cluster.In("north")));
            if (first.Relay == Cluster.Id("north-01"))
            {
                standbys[first.Standby!.Value] = standbys.GetValueOrDefault(first.Standby.Value) + 1;
            }
        }

        Assert.InRange(standbys.Count, 8, 10);
        Assert.True(standbys.Values.Max() <= standbys.Values.Sum() / 3);
    }

    private static MediaPlace PlaceGroup(Cluster cluster, int i) =>
        cluster.Planner.Place(cluster.Directory, GroupPlacement.Empty(new GroupId($"group-{i}")), new TerminalId("t"), Cluster.In("north"), cluster.Now).Value!;

    private static Dictionary<RelayId, int> Burst(Cluster cluster, int groups) =>
        Enumerable.Range(0, groups).Select(i => PlaceGroup(cluster, i).Relay).GroupBy(relay => relay).ToDictionary(group => group.Key, group => group.Count());
}
