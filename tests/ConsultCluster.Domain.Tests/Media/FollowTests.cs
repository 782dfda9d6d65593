using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>The plan takes over the record's seats.</summary>
public sealed class FollowTests
{
    private readonly PlanDriver _driver = new();

    private TerminalId[] Terminals => [.. _driver.Plan.Terminals.Select(media => media.Terminal)];

    [Fact]
    public void Follow_NeverRequested_IsEmpty()
    {
        var empty = MediaPlan.Empty(GroupDriver.Id);

        Assert.Same(empty, empty.Follow(Group.Unrequested(GroupDriver.Id, GroupRules.Default)));
        Assert.Empty(empty.Terminals);
        Assert.Empty(empty.Relays());
        Assert.Null(empty.NextDeadline());
    }

    [Fact]
    public void Follow_SomebodyEnters_JoinsWithoutAPlace()
    {
        var a = _driver.Sit("a", Permissions.Publish, TerminalKind.Whip);

        Assert.Equal(new TerminalMedia(a, TerminalKind.Whip, Permissions.Publish, _driver.Record.Seats[0].Member.Muted), Assert.Single(_driver.Plan.Terminals));
        Assert.Equal(GroupDriver.Id, _driver.Plan.Group);
    }

    [Fact]
    public void Follow_SomebodyLeaves_IsGoneAndTheOthersKeepTheirPlaces()
    {
        var (a, b) = (_driver.Placed("a", standby: true), _driver.Placed("b", standby: false));
        var kept = _driver.Find(b);

        _driver.Change(g => g.Leave(a, GroupDriver.Moderator, _driver.Now));

        Assert.Null(_driver.Plan.Find(a));
        Assert.Same(kept, Assert.Single(_driver.Plan.Terminals));
        Assert.Equal<RelayId>([PlanDriver.Relay], _driver.Plan.Relays());
    }

    [Fact]
    public void Follow_OrderOfEntering_IsTheRecords()
    {
        var (a, b, c) = (_driver.Sit("a"), _driver.Sit("b"), _driver.Sit("c"));
        Assert.Equal([a, b, c], Terminals);

        _driver.Change(g => g.Leave(b, new Actor(new PersonId("b"), Permissions.None, "x"), _driver.Now));
        _driver.Resume("b");

        Assert.Equal([a, c, b], Terminals);
    }

    [Fact]
    public void Follow_EntersAgainAfterLeaving_HasNoPlace()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Change(g => g.Leave(a, new Actor(new PersonId("a"), Permissions.None, "x"), _driver.Now));

        _driver.Resume("a");

        Assert.Null(_driver.Place(a));
    }

    [Fact]
    public void Follow_ClosedConsultation_Empties()
    {
        _driver.Placed("a", standby: true);
        _driver.Placed("b", standby: true);

        _driver.Change(g => g.Close(GroupDriver.Moderator, _driver.Now));

        Assert.Empty(_driver.Plan.Terminals);
        Assert.Empty(_driver.Plan.Relays());
        Assert.Null(_driver.Plan.NextDeadline());
    }

    [Fact]
    public void Follow_EndedWithSeatsOnRecord_EmptiesAllTheSame()
    {
        _driver.Placed("a", standby: true);

        Assert.Empty(_driver.Plan.Follow(_driver.Record with { State = GroupState.Expired }).Terminals);
    }

    [Fact]
    public void Follow_SeatHeld_IsAwayUntilTheTerminalIsBackAndKeepsItsPlace()
    {
        var a = _driver.Placed("a", standby: true);
        var place = _driver.Place(a);

        _driver.Change(g => g.Detach(a, _driver.Now));
        Assert.True(_driver.Find(a).IsAway);
        Assert.Equal(place, _driver.Place(a));

        _driver.Resume("a");
        Assert.False(_driver.Find(a).IsAway);
        Assert.Equal(place, _driver.Place(a));
    }

    [Fact]
    public void Follow_HeldWhenFirstSeen_IsAway()
    {
        var a = _driver.Sit("a");
        _driver.Change(g => g.Detach(a, _driver.Now));

        Assert.True(Assert.Single(MediaPlan.Empty(GroupDriver.Id).Follow(_driver.Record).Terminals).IsAway);
    }

    [Fact]
    public void Follow_MuteAndUnmute_AreTakenOver()
    {
        var a = _driver.Placed("a", standby: true);
        var by = new Actor(new PersonId("a"), Permissions.None, "x");

        _driver.Change(g => g.SetMuted(a, [MediaSource.Camera], by, _driver.Now));
        Assert.Equal<MediaSource>([MediaSource.Camera], _driver.Find(a).Muted);

        _driver.Change(g => g.SetMuted(a, [], by, _driver.Now));
        Assert.Empty(_driver.Find(a).Muted);
        Assert.NotNull(_driver.Place(a));
    }

    [Fact]
    public void Follow_RightsOnRecordChanged_AreTakenOver()
    {
        var a = _driver.Placed("a", standby: true);
        var seat = _driver.Record.SeatOf(a)!;
        var record = _driver.Record with { Seats = [seat with { Member = seat.Member with { Permissions = Permissions.Subscribe } }] };

        var media = Assert.Single(_driver.Plan.Follow(record).Terminals);

        Assert.Equal(_driver.Find(a) with { Permissions = Permissions.Subscribe }, media);
        Assert.True(media.May(Permissions.Subscribe));
        Assert.False(media.May(Permissions.Publish));
    }

    [Fact]
    public void Follow_AnyChange_KeepsWhatOnlyThePlanKnows()
    {
        var a = _driver.Placed("a", standby: true);
        var near = new Nearness("east", [new RoundTrip(PlanDriver.Relay, 3)]);
        var report = new QualityReport(QualityGrade.Good, QualityGrade.Excellent, 20, 1, 0, 2);
        _driver.Media(a, true, true);
        _driver.Do(p => p.Locate(a, near, _driver.Now));
        _driver.Do(p => p.ReportQuality(a, report, _driver.Now));
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        var before = _driver.Find(a);

        _driver.Change(g => g.Detach(a, _driver.Now));

        Assert.Equal(before with { IsAway = true }, _driver.Find(a));
        Assert.NotNull(before.Leaving);
        Assert.Equal((near, report), (before.Near, before.Quality));
    }

    [Fact]
    public void Follow_NothingChanged_IsTheSamePlan()
    {
        _driver.Placed("a", standby: true);

        Assert.Same(_driver.Plan, _driver.Plan.Follow(_driver.Record));
    }

    [Fact]
    public void Follow_RecordLoadedInANewEpoch_KeepsMediaAndTakesTheHigherEpoch()
    {
        var a = _driver.Placed("a", standby: true);
        var place = _driver.Place(a);

        _driver.Change(g => g.Activate(_driver.Now));
        Assert.Equal(_driver.Record.Epoch, _driver.Plan.Epoch);
        Assert.Equal(place, _driver.Place(a));

        _driver.Do(p => p.TakeUp(PlanDriver.Relay, 77, [], _driver.Now));
        _driver.Change(g => g.Activate(_driver.Now));
        Assert.Equal(77, _driver.Plan.Epoch);
    }
}
