using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>What operators are told of moves: why, and how long media took where the plan waits for it.</summary>
public sealed class MoveNewsTests
{
    private readonly PlanDriver _driver = new();

    [Fact]
    public void UseStandby_ByTheTerminal_IsItsOwnMove()
    {
        var a = _driver.Placed("a", standby: true);

        _driver.Do(p => p.StandbyActivated(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.Equal(new MediaMoved(a, MediaMoveReason.Terminal), Assert.Single(_driver.Effects.OfType<MediaMoved>()));
    }

    [Fact]
    public void UseStandby_AfterMediaWasLost_IsItsOwnMoveToo()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "closed", _driver.Now));

        _driver.Do(p => p.UseStandby(a, null, _driver.Now));

        Assert.Equal(new MediaMoved(a, MediaMoveReason.Terminal), Assert.Single(_driver.Effects.OfType<MediaMoved>()));
    }

    /// <summary>It asks again because it has not heard of the move yet.</summary>
    [Fact]
    public void UseStandby_WhereTheMediaIsAlready_IsNoSecondMove()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        _driver.Do(p => p.UseStandby(a, PlanDriver.OtherRelay, _driver.Now));

        Assert.Equal(new MediaMoved(a, MediaMoveReason.RelayLost), Assert.Single(_driver.Effects.OfType<MediaMoved>()));
    }

    [Theory]
    [InlineData(true, MediaMoveReason.Drain)]
    [InlineData(false, MediaMoveReason.RelayLost)]
    public void MoveFrom_ARelay_SaysWhetherItLives(bool lives, MediaMoveReason reason)
    {
        var (a, alone) = (_driver.Placed("a", standby: true), _driver.Placed("b", standby: false));

        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives, _driver.Now));

        Assert.Equal(new MediaMoved(a, reason), Assert.Single(_driver.Effects.OfType<MediaMoved>()));
        _driver.Do(p => p.LoseSessionsOn(PlanDriver.Relay, _driver.Now));
        Assert.Equal(new MediaLost(alone, MediaLost.RelayGone), Assert.Single(_driver.Effects.OfType<MediaLost>()));
    }

    [Fact]
    public void Relocate_MediaArrives_SaysAfterWhatTimeAndOnce()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.Relocate(
            [new Move(_driver.Plan.Group, a, new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), new MediaPlace(PlanDriver.OtherRelay, null), MoveReason.Better)], _driver.Now));
        _driver.Advance(TimeSpan.Zero);
        Assert.Equal(new MediaMoved(a, MediaMoveReason.Rebalance), Assert.Single(_driver.Effects.OfType<MediaMoved>()));

        _driver.Advance(TimeSpan.FromMilliseconds(180));
        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, false, true, _driver.Now));
        Assert.Empty(_driver.Effects.OfType<MediaArrived>());
        _driver.Advance(TimeSpan.FromMilliseconds(120));
        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, true, true, _driver.Now));
        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, true, true, _driver.Now));

        Assert.Equal(new MediaArrived(a, MediaMoveReason.Rebalance, TimeSpan.FromMilliseconds(300)), Assert.Single(_driver.Effects.OfType<MediaArrived>()));
    }

    [Fact]
    public void HandleTimeout_MediaArrivesTooLate_HasNoDuration()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: true, _driver.Now));
        _driver.Advance(TimeSpan.FromSeconds(2));

        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, true, true, _driver.Now));

        Assert.Empty(_driver.Effects.OfType<MediaArrived>());
    }

    /// <summary>Of a relay that is gone nobody knows when its media stopped, so a duration would be a guess.</summary>
    [Fact]
    public void MoveFrom_ARelayThatIsGone_HasNoDuration()
    {
        var a = _driver.Placed("a", standby: true);
        _driver.Do(p => p.MoveFrom(PlanDriver.Relay, lives: false, _driver.Now));

        _driver.Do(p => p.MediaChanged(a, PlanDriver.OtherRelay, true, true, _driver.Now));

        Assert.Empty(_driver.Effects.OfType<MediaArrived>());
    }
}
