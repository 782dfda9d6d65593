using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Tests.Groups;

public sealed class PlacingTests
{
    private readonly GroupDriver _driver = new();

    [Fact]
    public void SessionOpened_Again_MovesTheSessionAndKeepsTheStandby()
    {
        var a = Placed("a", standby: true);

        _driver.Do(g => g.SessionOpened(a, new RelayId("relay-3"), _driver.Now));

        Assert.Equal(new MediaPlace(new RelayId("relay-3"), GroupDriver.OtherRelay), Place(a));
    }

    [Fact]
    public void SessionOpened_WhereTheStandbyWas_LeavesNoStandby()
    {
        var a = Placed("a", standby: true);

        _driver.Do(g => g.SessionOpened(a, GroupDriver.OtherRelay, _driver.Now));

        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
    }

    [Fact]
    public void StandbyOpened_OnAnotherRelayThanBefore_ClosesTheOneBefore()
    {
        var a = Placed("a", standby: true);

        _driver.Do(g => g.StandbyOpened(a, new RelayId("relay-3"), _driver.Now));

        Assert.Equal(new RelayId("relay-3"), Place(a)!.Standby);
        Assert.Contains(new SessionEnded(a, GroupDriver.OtherRelay), _driver.Effects);
    }

    [Fact]
    public void StandbyOpened_OnTheRelayThatCarriesTheMedia_IsNone()
    {
        var a = Placed("a", standby: false);

        _driver.Do(g => g.StandbyOpened(a, GroupDriver.Relay, _driver.Now));

        Assert.Null(Place(a)!.Standby);
    }

    [Fact]
    public void UseStandby_WithOne_MovesWithoutTheDatabaseAndKeepsSeatAndMutes()
    {
        var a = Placed("a", standby: true);
        _driver.Do(g => g.SetMuted(a, [MediaSource.Camera], GroupDriver.Moderator with { Person = _driver.Member(a).Person }, _driver.Now));
        _driver.Media(a, true, true);
        var before = _driver.Member(a);

        var decision = _driver.Do(g => g.UseStandby(a, null, _driver.Now));

        Assert.False(decision.MustSave);
        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
        Assert.Equal(before, _driver.Member(a));
        Assert.Contains(new SessionMoved(a, GroupDriver.Relay, GroupDriver.OtherRelay), decision.Effects);
        Assert.Equal(GroupDriver.OtherRelay, Assert.IsType<MemberMoved>(_driver.Events.Last()).Relay);
    }

    [Fact]
    public void UseStandby_WithoutOne_IsRefused()
    {
        var a = Placed("a", standby: false);

        Assert.Equal(RefusalCodes.RelayNoStandby, _driver.Do(g => g.UseStandby(a, null, _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void UseStandby_WhereTheMediaIsAlready_IsToldAgain()
    {
        var a = Placed("a", standby: true);
        _driver.Do(g => g.StandbyActivated(a, GroupDriver.OtherRelay, _driver.Now));
        _driver.Effects.Clear();

        Assert.True(_driver.Do(g => g.UseStandby(a, GroupDriver.OtherRelay, _driver.Now)).Answer.Succeeded);

        Assert.Equal(GroupDriver.OtherRelay, Assert.IsType<MemberMoved>(Assert.Single(_driver.Events)).Relay);
        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
    }

    [Fact]
    public void UseStandby_OnARelayWithoutASession_IsRefused()
    {
        var a = Placed("a", standby: true);

        Assert.Equal(RefusalCodes.RelayNoStandby, _driver.Do(g => g.UseStandby(a, new RelayId("relay-3"), _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void MoveFrom_ARelay_MovesItsTerminalsAndAsksForOtherStandbys()
    {
        var onIt = Placed("a", standby: true);
        var alone = Placed("b", standby: false);
        var elsewhere = _driver.Sit("c");
        _driver.Do(g => g.SessionOpened(elsewhere, GroupDriver.OtherRelay, _driver.Now));
        _driver.Do(g => g.StandbyOpened(elsewhere, GroupDriver.Relay, _driver.Now));

        var decision = _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: false, _driver.Now));

        Assert.False(decision.MustSave);
        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(onIt));
        Assert.Equal(new MediaPlace(GroupDriver.Relay, null), Place(alone));
        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(elsewhere));
        Assert.Equal(elsewhere, Assert.Single(_driver.Events.OfType<StandbyWanted>()).Terminal);
    }

    [Fact]
    public void CanLeave_WithMediaOrAStandbyThere_WhoHasSomewhereToGo()
    {
        Assert.False(_driver.Group.CanLeave(GroupDriver.Relay));
        var a = Placed("a", standby: false);
        Assert.False(_driver.Group.CanLeave(GroupDriver.Relay));
        _driver.Do(g => g.StandbyOpened(a, GroupDriver.OtherRelay, _driver.Now));

        Assert.True(_driver.Group.CanLeave(GroupDriver.Relay));
        Assert.True(_driver.Group.CanLeave(GroupDriver.OtherRelay));
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));
        Assert.False(_driver.Group.CanLeave(GroupDriver.Relay));
    }

    [Fact]
    public void MoveFrom_ARelayThatIsGone_EndsTheSessionThereAtOnce()
    {
        var a = Placed("a", standby: true);

        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: false, _driver.Now));

        Assert.Contains(new SessionEnded(a, GroupDriver.Relay), _driver.Effects);
        Assert.DoesNotContain(GroupDriver.Relay, _driver.Group.Relays());
    }

    [Fact]
    public void MoveFrom_ARelayThatLives_KeepsTheSessionUntilMediaFlowsOnTheOther()
    {
        var a = Placed("a", standby: true);
        _driver.Media(a, true, true);

        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));
        _driver.Do(g => g.MediaChanged(a, GroupDriver.OtherRelay, false, true, _driver.Now));
        Assert.DoesNotContain(_driver.Effects, effect => effect is SessionEnded);
        Assert.Contains(GroupDriver.Relay, _driver.Group.Relays());

        _driver.Do(g => g.MediaChanged(a, GroupDriver.OtherRelay, true, true, _driver.Now));
        Assert.Contains(new SessionEnded(a, GroupDriver.Relay), _driver.Effects);
        Assert.Equal(GroupDriver.OtherRelay, Assert.Single(_driver.Group.Relays()));
    }

    [Fact]
    public void MediaChanged_OneOfThoseThatLeaveARelayHasArrived_SessionsThereEndWithTheLast()
    {
        var (a, b) = (Placed("a", standby: true), Placed("b", standby: true));
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));

        _driver.Do(g => g.MediaChanged(a, GroupDriver.OtherRelay, true, true, _driver.Now));
        Assert.DoesNotContain(_driver.Effects, effect => effect is SessionEnded);

        _driver.Do(g => g.MediaChanged(b, GroupDriver.OtherRelay, true, true, _driver.Now));
        Assert.Equal([a, b], _driver.Effects.OfType<SessionEnded>().Select(ended => ended.Terminal));
    }

    [Fact]
    public void HandleTimeout_MediaDoesNotArrive_EndsTheSessionLeftAfterTwoSeconds()
    {
        var a = Placed("a", standby: true);
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));
        Assert.Equal(_driver.Now + TimeSpan.FromSeconds(2), _driver.Group.NextDeadline());

        _driver.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains(new SessionEnded(a, GroupDriver.Relay), _driver.Effects);
        Assert.Null(_driver.Group.SeatOf(a)!.Leaving);
    }

    [Fact]
    public void SessionGone_OfTheSessionLeft_TouchesNothingElse()
    {
        var a = Placed("a", standby: true);
        _driver.Media(a, true, true);
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));

        _driver.Do(g => g.SessionGone(a, GroupDriver.Relay, "closed", _driver.Now));

        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
        Assert.True(_driver.Group.SeatOf(a)!.Sends);
        Assert.Equal(GroupDriver.OtherRelay, Assert.Single(_driver.Group.Relays()));
    }

    [Fact]
    public void MoveFrom_TheRelayLeftDiesMeanwhile_ItsSessionIsForgotten()
    {
        var a = Placed("a", standby: true);
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));

        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: false, _driver.Now));

        Assert.Null(_driver.Group.SeatOf(a)!.Leaving);
        Assert.Equal(GroupDriver.OtherRelay, Place(a)!.Relay);
    }

    [Fact]
    public void StandbyOpened_OnTheRelayThatIsLeft_IsNotEndedLater()
    {
        var a = Placed("a", standby: true);
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: true, _driver.Now));

        _driver.Do(g => g.StandbyOpened(a, GroupDriver.Relay, _driver.Now));
        _driver.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, GroupDriver.Relay), Place(a));
        Assert.DoesNotContain(_driver.Effects, effect => effect is SessionEnded);
    }

    [Fact]
    public void WantStandbys_AsksWhoHasMediaAndNone()
    {
        Placed("a", standby: true);
        var alone = Placed("b", standby: false);
        _driver.Sit("c");

        _driver.Do(g => g.WantStandbys(_driver.Now));

        Assert.Equal(alone, Assert.Single(_driver.Events.OfType<StandbyWanted>()).Terminal);
    }

    [Fact]
    public void LoseSessionsOn_ARelay_AsksWhoIsStillThereToOfferAgain()
    {
        var moved = Placed("a", standby: true);
        var alone = Placed("b", standby: false);
        _driver.Do(g => g.MoveFrom(GroupDriver.Relay, lives: false, _driver.Now));

        _driver.Do(g => g.LoseSessionsOn(GroupDriver.Relay, _driver.Now));

        Assert.Null(Place(alone));
        Assert.NotNull(Place(moved));
        Assert.Equal(alone, Assert.Single(_driver.Events.OfType<MemberMediaLost>()).Terminal);
    }

    [Fact]
    public void SessionGone_OfTheStandby_AsksForAnotherAndTouchesNothingElse()
    {
        var a = Placed("a", standby: true);
        _driver.Media(a, true, true);

        _driver.Do(g => g.SessionGone(a, GroupDriver.OtherRelay, "silence", _driver.Now));

        Assert.Equal(new MediaPlace(GroupDriver.Relay, null), Place(a));
        Assert.True(_driver.Group.SeatOf(a)!.Sends);
        Assert.IsType<StandbyWanted>(_driver.Events.Last());
    }

    [Fact]
    public void Reports_OfARelayThatNoLongerCarriesTheTerminal_CountForNothing()
    {
        var a = Placed("a", standby: true);
        _driver.Media(a, true, true);
        _driver.Do(g => g.UseStandby(a, null, _driver.Now));

        _driver.Do(g => g.MediaChanged(a, GroupDriver.Relay, false, false, _driver.Now));
        _driver.Do(g => g.SessionGone(a, GroupDriver.Relay, "silence", _driver.Now));

        Assert.True(_driver.Group.SeatOf(a)!.Sends);
        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
    }

    [Fact]
    public void MediaChanged_AfterARestart_TellsWhereTheMediaIs()
    {
        var a = _driver.Sit("a");

        _driver.Media(a, true, true);

        Assert.Equal(new MediaPlace(GroupDriver.Relay, null), Place(a));
    }

    [Fact]
    public void Relays_OfAGroup_AreAllThatHoldSessionsOfIt()
    {
        Placed("a", standby: true);
        Placed("b", standby: false);

        Assert.Equal<RelayId>([GroupDriver.Relay, GroupDriver.OtherRelay], _driver.Group.Relays());
    }

    [Fact]
    public void RecordMove_IsInTheAudit()
    {
        var a = Placed("a", standby: true);

        Assert.True(_driver.Do(g => g.RecordMove(a, GroupDriver.Relay, GroupDriver.OtherRelay, _driver.Now)).MustSave);
        Assert.Equal(AuditActions.MemberMoved, _driver.Audited().Last());
    }

    private MediaPlace? Place(TerminalId terminal) => _driver.Group.SeatOf(terminal)!.Place;

    private TerminalId Placed(string person, bool standby)
    {
        var terminal = _driver.Sit(person);
        _driver.Do(g => g.SessionOpened(terminal, GroupDriver.Relay, _driver.Now));
        if (standby)
        {
            _driver.Do(g => g.StandbyOpened(terminal, GroupDriver.OtherRelay, _driver.Now));
        }

        return terminal;
    }
}
