using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

public sealed class PlacingTests
{
    private readonly PlanDriver _driver = new();

    [Fact]
    public void SessionOpened_Again_MovesTheSessionAndKeepsTheStandby()
    {
        var a = _driver.Placed("a", standby: true);

        _driver.Do(p => p.SessionOpened(a, new RelayId("relay-3"), _driver.Now));

        Assert.Equal(new MediaPlace(new RelayId("relay-3"), PlanDriver.OtherRelay), _driver.Place(a));
        Assert.Equal(new SessionEnded(a, PlanDriver.Relay), Assert.Single(_driver.Effects));
    }

    [Fact]
    public void SessionOpened_WhereItIsAlready_EndsNothing()
    {
        var a = _driver.Placed("a", standby: true);

        Assert.Empty(_driver.Do(p => p.SessionOpened(a, PlanDriver.Relay, _driver.Now)).Effects);
    }

    [Fact]
    public void SessionOpened_AnsweredWhenTheTerminalIsOut_IsEnded()
    {
        var a = _driver.Sit("a");
        _driver.Change(g => g.Leave(a, GroupDriver.Moderator, _driver.Now));

        _driver.Do(p => p.SessionOpened(a, PlanDriver.Relay, _driver.Now));
        _driver.Do(p => p.StandbyOpened(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.Equal<MediaEffect>([new SessionEnded(a, PlanDriver.Relay), new SessionEnded(a, PlanDriver.OtherRelay)], _driver.Effects);
        Assert.Empty(_driver.Plan.Relays());
    }

    [Fact]
    public void StandbyOpened_AnsweredWhenTheMediaIsLost_IsWhereTheTerminalMayMove()
    {
        var a = _driver.Placed("a", standby: false);
        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "silence", _driver.Now));

        _driver.Do(p => p.StandbyOpened(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.Equal<RelayId>([PlanDriver.OtherRelay], _driver.Plan.Relays());
        _driver.Do(p => p.StandbyActivated(a, PlanDriver.OtherRelay, _driver.Now));
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
    }

    [Fact]
    public void SessionOpened_WhereTheStandbyWas_LeavesNoStandby()
    {
        var a = _driver.Placed("a", standby: true);

        _driver.Do(p => p.SessionOpened(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
    }

    [Fact]
    public void StandbyOpened_OnTheRelayThatCarriesTheMedia_IsNone()
    {
        var a = _driver.Placed("a", standby: false);

        _driver.Do(p => p.StandbyOpened(a, PlanDriver.Relay, _driver.Now));

        Assert.Null(_driver.Place(a)!.Standby);
    }

    [Fact]
    public void UseStandby_WithOne_MovesAndKeepsSeatAndMutes()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Change(g => g.SetMuted(a, [MediaSource.Camera], GroupDriver.Moderator with { Person = _driver.Record.SeatOf(a)!.Member.Person }, _driver.Now));
        _driver.Media(a, true, true);
        var (media, seat) = (_driver.Find(a), _driver.Record.SeatOf(a));

        var decision = _driver.Do(p => p.UseStandby(a, null, _driver.Now));

        Assert.Equal(media with { Place = new MediaPlace(PlanDriver.OtherRelay, null) }, _driver.Find(a));
        Assert.Equal<MediaSource>([MediaSource.Camera], _driver.Find(a).Muted);
        Assert.Same(seat, _driver.Record.SeatOf(a));
        Assert.Equal<MediaEffect>(
            [
                new SessionMoved(a, PlanDriver.Relay, PlanDriver.OtherRelay),
                new MediaMoved(a, MediaMoveReason.Terminal),
                new MoveAnnounced(a, PlanDriver.OtherRelay),
                new SessionEnded(a, PlanDriver.Relay),
            ],
            decision.Effects);
    }

    [Fact]
    public void UseStandby_WithoutOne_IsRefused()
    {
        var a = _driver.Placed("a", standby: false);

        Assert.Equal(RefusalCodes.RelayNoStandby, _driver.Do(p => p.UseStandby(a, null, _driver.Now)).Refusal?.Code);
    }

    [Fact]
    public void UseStandby_WhereTheMediaIsAlready_IsToldAgain()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.StandbyActivated(a, PlanDriver.OtherRelay, _driver.Now));
        _driver.Effects.Clear();

        Assert.Null(_driver.Do(p => p.UseStandby(a, PlanDriver.OtherRelay, _driver.Now)).Refusal);

        Assert.Equal(PlanDriver.OtherRelay, Assert.IsType<MoveAnnounced>(Assert.Single(_driver.Effects)).Relay);
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
    }

    [Fact]
    public void UseStandby_OnARelayWithoutASession_IsRefused()
    {
        var a = _driver.Placed("a", standby: true);

        Assert.Equal(RefusalCodes.RelayNoStandby, _driver.Do(p => p.UseStandby(a, new RelayId("relay-3"), _driver.Now)).Refusal?.Code);
    }

    [Fact]
    public void MoveFrom_ARelay_MovesItsTerminalsAndAsksForOtherStandbys()
    {
        var onIt = _driver.Placed("a", standby: true);
        var alone = _driver.Placed("b", standby: false);
        var elsewhere = _driver.Sit("c");
        _driver.Do(p => p.SessionOpened(elsewhere, PlanDriver.OtherRelay, _driver.Now));
        _driver.Do(p => p.StandbyOpened(elsewhere, PlanDriver.Relay, _driver.Now));

        var decision = _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        Assert.Equal<MediaEffect>(
            [
                new SessionMoved(onIt, PlanDriver.Relay, PlanDriver.OtherRelay),
                new MediaMoved(onIt, MediaMoveReason.RelayLost),
                new MoveAnnounced(onIt, PlanDriver.OtherRelay),
                new SessionEnded(onIt, PlanDriver.Relay),
                new StandbyRequested(elsewhere),
            ],
            decision.Effects);
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(onIt));
        Assert.Equal(new MediaPlace(PlanDriver.Relay, null), _driver.Place(alone));
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(elsewhere));
        Assert.Equal(elsewhere, Assert.Single(_driver.Effects.OfType<StandbyRequested>()).Terminal);
    }

    [Fact]
    public void CanLeave_WithMediaOrAStandbyThere_WhoHasSomewhereToGo()
    {
        Assert.False(_driver.Plan.CanLeave(PlanDriver.Relay));
        var a = _driver.Placed("a", standby: false);
        Assert.False(_driver.Plan.CanLeave(PlanDriver.Relay));
        _driver.Do(p => p.StandbyOpened(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.True(_driver.Plan.CanLeave(PlanDriver.Relay));
        Assert.True(_driver.Plan.CanLeave(PlanDriver.OtherRelay));
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        Assert.False(_driver.Plan.CanLeave(PlanDriver.Relay));
    }

    [Fact]
    public void MoveFrom_ARelayThatIsGone_EndsTheSessionThereAtOnce()
    {
        var a = _driver.Placed("a", standby: true);

        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        Assert.Contains(new SessionEnded(a, PlanDriver.Relay), _driver.Effects);
        Assert.DoesNotContain(PlanDriver.Relay, _driver.Plan.Relays());
    }

    [Fact]
    public void MoveFrom_ARelayThatLives_KeepsTheSessionUntilMediaFlowsOnTheOther()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Media(a, true, true);

        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, false, true, _driver.Now));
        Assert.DoesNotContain(_driver.Effects, effect => effect is SessionEnded);
        Assert.Contains(PlanDriver.Relay, _driver.Plan.Relays());

        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, true, true, _driver.Now));
        Assert.Contains(new SessionEnded(a, PlanDriver.Relay), _driver.Effects);
        Assert.Equal(PlanDriver.OtherRelay, Assert.Single(_driver.Plan.Relays()));
    }

    [Fact]
    public void MediaChanged_OneOfThoseThatLeaveARelayHasArrived_SessionsThereEndWithTheLast()
    {
        var (a, b) = (_driver.Placed("a", standby: true), _driver.Placed("b", standby: true));
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));

        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, true, true, _driver.Now));
        Assert.DoesNotContain(_driver.Effects, effect => effect is SessionEnded);

        _driver.Do(p => p.MediaChanged(b, PlanDriver.OtherRelay, true, true, _driver.Now));
        Assert.Equal([a, b], _driver.Effects.OfType<SessionEnded>().Select(ended => ended.Terminal));
    }

    [Fact]
    public void HandleTimeout_MediaDoesNotArrive_EndsTheSessionLeftAfterTwoSeconds()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        Assert.Equal(_driver.Now + TimeSpan.FromSeconds(2), _driver.Plan.NextDeadline());

        _driver.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains(new SessionEnded(a, PlanDriver.Relay), _driver.Effects);
        Assert.Null(_driver.Find(a).Leaving);
    }

    [Fact]
    public void SessionGone_OfTheSessionLeft_TouchesNothingElse()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Media(a, true, true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));

        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "closed", _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
        Assert.True(_driver.Find(a).Sends);
        Assert.Equal(PlanDriver.OtherRelay, Assert.Single(_driver.Plan.Relays()));
    }

    [Fact]
    public void MoveFrom_TheRelayLeftDiesMeanwhile_ItsSessionIsForgotten()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));

        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        Assert.Null(_driver.Find(a).Leaving);
        Assert.Equal(PlanDriver.OtherRelay, _driver.Place(a)!.Relay);
    }

    [Fact]
    public void StandbyOpened_OnTheRelayThatIsLeft_IsNotEndedLater()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));

        _driver.Do(p => p.StandbyOpened(a, PlanDriver.Relay, _driver.Now));
        _driver.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, PlanDriver.Relay), _driver.Place(a));
        Assert.DoesNotContain(_driver.Effects, effect => effect is SessionEnded);
    }

    [Fact]
    public void RequestStandbys_AsksWhoHasMediaAndNone()
    {
        _driver.Placed("a", standby: true);
        var alone = _driver.Placed("b", standby: false);
        _driver.Sit("c");

        _driver.Do(p => p.RequestStandbys(_driver.Now));

        Assert.Equal(alone, Assert.Single(_driver.Effects.OfType<StandbyRequested>()).Terminal);
    }

    [Fact]
    public void LoseSessionsOn_ARelay_AsksWhoIsStillThereToOfferAgain()
    {
        var moved = _driver.Placed("a", standby: true);
        var alone = _driver.Placed("b", standby: false);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        _driver.Do(p => p.LoseSessionsOn(PlanDriver.Relay, _driver.Now));

        Assert.Null(_driver.Place(alone));
        Assert.NotNull(_driver.Place(moved));
        Assert.Equal(alone, Assert.Single(_driver.Effects.OfType<MediaLost>()).Terminal);
    }

    [Fact]
    public void SessionGone_OfTheStandby_AsksForAnotherAndTouchesNothingElse()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Media(a, true, true);

        _driver.Do(p => p.SessionGone(a, PlanDriver.OtherRelay, "silence", _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.Relay, null), _driver.Place(a));
        Assert.True(_driver.Find(a).Sends);
        Assert.IsType<StandbyRequested>(_driver.Effects.Last());
    }

    [Fact]
    public void SessionGone_WithAStandbyElsewhere_TheTerminalMayStillMoveThere()
    {
        var a = _driver.Placed("a", standby: true);

        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "silence", _driver.Now));
        Assert.Equal(new MediaLost(a, "silence"), Assert.Single(_driver.Effects));
        Assert.Equal<RelayId>([PlanDriver.OtherRelay], _driver.Plan.Relays());

        Assert.Null(_driver.Do(p => p.UseStandby(a, null, _driver.Now)).Refusal);
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
    }

    [Fact]
    public void SessionGone_WithAStandbyElsewhere_OfferingAgainKeepsIt()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "silence", _driver.Now));

        _driver.Do(p => p.SessionOpened(a, PlanDriver.Relay, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
    }

    [Fact]
    public void Reports_OfARelayThatNoLongerCarriesTheTerminal_CountForNothing()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Media(a, true, true);
        _driver.Do(p => p.UseStandby(a, null, _driver.Now));

        _driver.Do(p => p.MediaChanged(a, PlanDriver.Relay, false, false, _driver.Now));
        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "silence", _driver.Now));

        Assert.True(_driver.Find(a).Sends);
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
    }

    [Fact]
    public void MediaChanged_AfterARestart_TellsWhereTheMediaIs()
    {
        var a = _driver.Sit("a");

        _driver.Media(a, true, true);

        Assert.Equal(new MediaPlace(PlanDriver.Relay, null), _driver.Place(a));
    }

    [Fact]
    public void Relays_OfAGroup_AreAllThatHoldSessionsOfIt()
    {
        _driver.Placed("a", standby: true);
        _driver.Placed("b", standby: false);

        Assert.Equal<RelayId>([PlanDriver.Relay, PlanDriver.OtherRelay], _driver.Plan.Relays());
    }
}
