using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

public sealed class TakingUpTests
{
    private static readonly RelayId Third = new("relay-3");

    private readonly PlanDriver _driver = new();

    [Fact]
    public void TakeUp_NothingKnown_SessionWithMediaIsTheMedia()
    {
        var a = _driver.Sit("a");

        TakeUp(PlanDriver.Relay, a, isStandby: false);

        Assert.Equal(new MediaPlace(PlanDriver.Relay, null), _driver.Place(a));
        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public void TakeUp_NothingKnown_StandbyWaitsForTheRelayWithTheMedia()
    {
        var a = _driver.Sit("a");

        TakeUp(PlanDriver.OtherRelay, a, isStandby: true);
        Assert.Null(_driver.Place(a));
        Assert.Contains(PlanDriver.OtherRelay, _driver.Plan.Relays());

        TakeUp(PlanDriver.Relay, a, isStandby: false);
        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public void UseStandby_WhoseMediaNeverCameBack_MovesThere()
    {
        var a = _driver.Sit("a");
        TakeUp(PlanDriver.OtherRelay, a, isStandby: true);

        _driver.Do(p => p.UseStandby(a, null, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
        Assert.Contains(new SessionActivated(a, PlanDriver.OtherRelay), _driver.Effects);
        Assert.Equal(PlanDriver.OtherRelay, Assert.IsType<MoveAnnounced>(_driver.Effects.Last()).Relay);
    }

    [Fact]
    public void MoveFrom_TheRelayOfALoneStandby_ForgetsIt()
    {
        var a = _driver.Sit("a");
        TakeUp(PlanDriver.OtherRelay, a, isStandby: true);

        _driver.Do(p => p.MoveFrom(PlanDriver.OtherRelay, lives: false, _driver.Now));

        Assert.Empty(_driver.Plan.Relays());
        Assert.Equal(RefusalCodes.RelayNoStandby, _driver.Do(p => p.UseStandby(a, null, _driver.Now)).Refusal?.Code);
    }

    [Fact]
    public void TakeUp_MediaKnownWithoutStandby_StandbyIsAdopted()
    {
        var a = _driver.Placed("a", standby: false);

        TakeUp(PlanDriver.OtherRelay, a, isStandby: true);

        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public void TakeUp_StandbyWhereTheMediaIsToBe_IsActivated()
    {
        var a = _driver.Placed("a", standby: false);

        TakeUp(PlanDriver.Relay, a, isStandby: true);

        Assert.Contains(new SessionActivated(a, PlanDriver.Relay), _driver.Effects);
        Assert.Equal(new MediaPlace(PlanDriver.Relay, null), _driver.Place(a));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TakeUp_OnAThirdRelay_IsEnded(bool isStandby)
    {
        var a = _driver.Placed("a", standby: false);
        _driver.Do(p => p.StandbyOpened(a, PlanDriver.OtherRelay, _driver.Now));

        TakeUp(Third, a, isStandby);

        Assert.Equal(new SessionEnded(a, Third), Assert.Single(_driver.Ended));
        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
    }

    [Fact]
    public void TakeUp_ActiveWhereOnlyAStandbyIsKnown_IsEndedAndAnotherStandbyRequested()
    {
        var a = _driver.Placed("a", standby: false);
        _driver.Do(p => p.StandbyOpened(a, PlanDriver.OtherRelay, _driver.Now));

        TakeUp(PlanDriver.OtherRelay, a, isStandby: false);

        Assert.Equal(new SessionEnded(a, PlanDriver.OtherRelay), Assert.Single(_driver.Ended));
        Assert.IsType<StandbyRequested>(_driver.Effects.Last());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TakeUp_OnTheRelayThatMediaIsLeaving_GoesOnAndIsEndedOnce(bool isStandby)
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        _driver.Do(p => p.StandbyOpened(a, Third, _driver.Now));

        TakeUp(PlanDriver.Relay, a, isStandby);
        Assert.Empty(_driver.Ended);
        Assert.Equal(PlanDriver.Relay, _driver.Find(a).Leaving!.Relay);

        _driver.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new SessionEnded(a, PlanDriver.Relay), Assert.Single(_driver.Ended));
        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, Third), _driver.Place(a));
    }

    [Fact]
    public void TakeUp_StandbyOnTheRelayThatMediaWasLeavingWhenItWasLost_IsNotEndedLater()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        _driver.Do(p => p.SessionGone(a, PlanDriver.OtherRelay, "silence", _driver.Now));

        TakeUp(PlanDriver.Relay, a, isStandby: true);
        _driver.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(_driver.Ended);
        Assert.Equal(PlanDriver.Relay, _driver.Find(a).LoneStandby);
    }

    [Fact]
    public void TakeUp_NothingKnownAndTwoStandbys_TheSecondIsEnded()
    {
        var a = _driver.Sit("a");
        TakeUp(PlanDriver.OtherRelay, a, isStandby: true);

        TakeUp(Third, a, isStandby: true);
        TakeUp(PlanDriver.OtherRelay, a, isStandby: true);

        Assert.Equal(new SessionEnded(a, Third), Assert.Single(_driver.Ended));
        Assert.Equal(PlanDriver.OtherRelay, _driver.Find(a).LoneStandby);
    }

    [Fact]
    public void TakeUp_OfNobody_IsEnded()
    {
        TakeUp(PlanDriver.Relay, new TerminalId("t-nobody"), isStandby: false);

        Assert.Single(_driver.Ended);
    }

    [Fact]
    public void TakeUp_OfAClosedConsultation_IsEnded()
    {
        var a = _driver.Sit("a");
        _driver.Change(g => g.Close(GroupDriver.Moderator, _driver.Now));

        TakeUp(PlanDriver.Relay, a, isStandby: false);

        Assert.Single(_driver.Ended);
    }

    [Fact]
    public void TakeUp_FromARelayThatSawANewerEpoch_RaisesOurs()
    {
        var a = _driver.Sit("a");

        _driver.Do(p => p.TakeUp(PlanDriver.Relay, 77, [new FoundSession(a, IsStandby: false)], _driver.Now));

        Assert.Equal(77, _driver.Plan.Epoch);
    }

    [Fact]
    public void MediaChanged_NothingKnownAndNothingFlows_PlacesNobody()
    {
        var a = _driver.Sit("a");

        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, sends: false, receives: false, _driver.Now));

        Assert.Null(_driver.Place(a));
    }

    private void TakeUp(RelayId relay, TerminalId terminal, bool isStandby) =>
        _driver.Do(p => p.TakeUp(relay, p.Epoch, [new FoundSession(terminal, isStandby)], _driver.Now));
}
