using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>A standby session that is renewed on another relay: the one before goes on until the new one can be connected.</summary>
public sealed class RenewingTests
{
    private static readonly RelayId Third = new("relay-3");
    private static readonly RelayId Fourth = new("relay-4");
    private static readonly TimeSpan Connects = TimeSpan.FromSeconds(7);

    private readonly PlanDriver _driver = new();

    /// <summary>Media on relay-1, and a standby that was on relay-2 and is on relay-3 now.</summary>
    private TerminalId Renewed()
    {
        var terminal = _driver.Placed("a", standby: true);
        _driver.Do(p => p.StandbyOpened(terminal, Third, _driver.Now));
        _driver.Effects.Clear();
        return terminal;
    }

    [Fact]
    public void StandbyOpened_OnAnotherRelay_KeepsTheOneBeforeUntilTheNewOneCanBeConnected()
    {
        var a = _driver.Placed("a", standby: true);

        _driver.Do(p => p.StandbyOpened(a, Third, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.Relay, Third), _driver.Place(a));
        Assert.Empty(_driver.Ended);
        Assert.Contains(PlanDriver.OtherRelay, _driver.Plan.Relays());
        _driver.Advance(Connects - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_driver.Ended);
        _driver.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new SessionEnded(a, PlanDriver.OtherRelay), Assert.Single(_driver.Effects.OfType<SessionEnded>()));
        Assert.Null(_driver.Plan.NextDeadline());
    }

    [Fact]
    public void MoveFrom_CarryingRelayWhileTheNewOneMayNotBeConnected_MovesToTheOneBefore()
    {
        var a = Renewed();

        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, Third), _driver.Place(a));
        Assert.Null(_driver.Find(a).Former);
        Assert.Equal(
            [new SessionMoved(a, PlanDriver.Relay, PlanDriver.OtherRelay), new MediaMoved(a, MediaMoveReason.RelayLost), new MoveAnnounced(a, PlanDriver.OtherRelay), new SessionEnded(a, PlanDriver.Relay)],
            _driver.Effects);
    }

    [Fact]
    public void MoveFrom_CarryingRelayAfterThePageHasClosedTheOneBefore_MovesToTheNewOne()
    {
        var a = Renewed();
        _driver.Do(p => p.SessionGone(a, PlanDriver.OtherRelay, "closed", _driver.Now));
        Assert.Empty(_driver.Effects);

        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        Assert.Equal(new MediaPlace(Third, null), _driver.Place(a));
    }

    [Theory]
    [InlineData("relay-2", "relay-3")]
    [InlineData("relay-3", "relay-2")]
    public void StandbyActivated_OnEither_CarriesTheMediaThereAndKeepsTheOther(string relay, string other)
    {
        var a = Renewed();

        _driver.Do(p => p.StandbyActivated(a, new RelayId(relay), _driver.Now));

        Assert.Equal(new MediaPlace(new RelayId(relay), new RelayId(other)), _driver.Place(a));
        Assert.Contains(new MoveAnnounced(a, new RelayId(relay)), _driver.Effects);
        Assert.Equal(new SessionEnded(a, PlanDriver.Relay), Assert.Single(_driver.Ended));
    }

    [Theory]
    [InlineData(null, "relay-2")]
    [InlineData("relay-2", "relay-2")]
    [InlineData("relay-3", "relay-3")]
    public void UseStandby_AfterTheMediaIsLost_GoesWhereTheTerminalSaysOrWhereOneStands(string? wanted, string relay)
    {
        var a = Renewed();
        _driver.Do(p => p.LoseSessionsOn(PlanDriver.Relay, _driver.Now));

        Assert.Null(_driver.Do(p => p.UseStandby(a, wanted is null ? null : new RelayId(wanted), _driver.Now)).Refusal);

        Assert.Equal(new RelayId(relay), _driver.Place(a)!.Relay);
        Assert.Contains(new SessionActivated(a, new RelayId(relay)), _driver.Effects);
    }

    [Fact]
    public void Relocate_ToTheRelayOfTheNewOne_GoesThereAlsoWhileTheOneBeforeGoesOn()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.Relocate([new Domain.Relays.Move(p.Group, a, _driver.Place(a)!, new MediaPlace(Third, null), Domain.Relays.MoveReason.Better)], _driver.Now));
        _driver.Advance(TimeSpan.FromSeconds(4));
        _driver.Do(p => p.StandbyOpened(a, Third, _driver.Now));

        _driver.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(Third, _driver.Place(a)!.Relay);
    }

    [Fact]
    public void SessionGone_OfTheNewOne_TheOneBeforeIsTheStandbyAgain()
    {
        var a = Renewed();

        _driver.Do(p => p.SessionGone(a, Third, "silence", _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
        Assert.Equal(new StandbyRequested(a), Assert.Single(_driver.Effects));
        _driver.Advance(Connects);
        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public void StandbyOpened_OnceMoreBeforeTheNewOneIsKnownToStand_EndsThatAndKeepsTheOneThatStands()
    {
        var a = Renewed();

        _driver.Do(p => p.StandbyOpened(a, Fourth, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.Relay, Fourth), _driver.Place(a));
        Assert.Equal(PlanDriver.OtherRelay, _driver.Find(a).Former!.Relay);
        Assert.Equal(new SessionEnded(a, Third), Assert.Single(_driver.Ended));
    }

    [Fact]
    public void StandbyOpened_WhereTheOneBeforeIs_ReplacesThatOne()
    {
        var a = Renewed();

        _driver.Do(p => p.StandbyOpened(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
        Assert.Equal(Third, _driver.Find(a).Former!.Relay);
        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public void MoveFrom_TheRelayOfTheOneBefore_ForgetsItAndAsksForNothing()
    {
        var a = Renewed();

        _driver.Do(p => p.MoveFrom(PlanDriver.OtherRelay, lives: false, _driver.Now));

        Assert.Equal((new MediaPlace(PlanDriver.Relay, Third), null), (_driver.Place(a), _driver.Find(a).Former));
        Assert.Empty(_driver.Effects);
    }

    [Fact]
    public void TakeUp_TheRelayOfTheOneBefore_KeepsItsSession()
    {
        var a = Renewed();

        _driver.Do(p => p.TakeUp(PlanDriver.OtherRelay, 1, [new FoundSession(a, IsStandby: true)], _driver.Now));

        Assert.NotNull(_driver.Find(a).Former);
        Assert.Empty(_driver.Effects);
    }

    [Fact]
    public void Remember_NamesTheRelayOfTheOneBefore()
    {
        _ = Renewed();

        Assert.Contains(PlanDriver.OtherRelay, _driver.Plan.Remember([]).Relays());
    }
}
