using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

public sealed class RelocatingTests
{
    private static readonly RelayId Better = new("relay-3");

    /// <summary>More than a terminal has to make a session at its destination.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);

    private readonly PlanDriver _driver = new();

    [Fact]
    public void Relocate_StandbyElsewhere_AsksForOneThereAndMovesWhenTheTimeHasCome()
    {
        var a = _driver.Placed("a", standby: true);

        Assert.Equal<MediaEffect>([new StandbyRequested(a)], Relocate(Better, a).Effects);
        _driver.Do(p => p.StandbyOpened(a, Better, _driver.Now));
        Assert.Equal(new MediaPlace(PlanDriver.Relay, Better), _driver.Place(a));

        _driver.Advance(Later);

        Assert.Equal(new MediaPlace(Better, null), _driver.Place(a));
        Assert.Equal(PlanDriver.Relay, _driver.Find(a).Leaving!.Relay);
        Assert.Contains(new SessionMoved(a, PlanDriver.Relay, Better), _driver.Effects);
        Assert.Equal(Better, _driver.Effects.OfType<MoveAnnounced>().Last().Relay);
    }

    [Fact]
    public void Relocate_StandbyThereAlready_MovesInTheSameMoment()
    {
        var a = _driver.Placed("a", standby: true);

        Relocate(PlanDriver.OtherRelay, a);
        _driver.Advance(TimeSpan.Zero);

        Assert.Equal(new MediaPlace(PlanDriver.OtherRelay, null), _driver.Place(a));
        Assert.DoesNotContain(_driver.Effects, e => e is StandbyRequested);
    }

    [Fact]
    public void Relocate_SeveralOfAGroup_GoInOneMoment()
    {
        var (there, elsewhere) = (_driver.Placed("a", standby: true), _driver.Placed("b", standby: true));
        _driver.Do(p => p.StandbyOpened(there, Better, _driver.Now));

        Relocate(Better, there, elsewhere);
        _driver.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PlanDriver.Relay, _driver.Place(there)!.Relay);
        _driver.Do(p => p.StandbyOpened(elsewhere, Better, _driver.Now));
        _driver.Advance(Later);

        Assert.Equal([Better, Better], new[] { there, elsewhere }.Select(t => _driver.Place(t)!.Relay));
    }

    [Fact]
    public void Relocate_NoSessionThereInTime_StaysAndMayBeAskedAgain()
    {
        var a = _driver.Placed("a", standby: true);
        Relocate(Better, a);
        Assert.False(_driver.Plan.CanRelocate());

        _driver.Advance(Later);

        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
        Assert.True(_driver.Plan.CanRelocate());
        Assert.DoesNotContain(_driver.Effects, e => e is SessionMoved);
    }

    [Fact]
    public void Relocate_DestinationLostMeanwhile_Stays()
    {
        var a = _driver.Placed("a", standby: true);
        Relocate(Better, a);
        _driver.Do(p => p.StandbyOpened(a, Better, _driver.Now));
        _driver.Do(p => p.MoveFrom(Better, lives: false, _driver.Now));

        _driver.Advance(Later);

        Assert.Equal(new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), _driver.Place(a));
    }

    [Fact]
    public void Relocate_SignallingLostMeanwhile_StaysBecauseItWouldNotHearOfIt()
    {
        var a = _driver.Placed("a", standby: true);
        Relocate(Better, a);
        _driver.Do(p => p.StandbyOpened(a, Better, _driver.Now));
        _driver.Change(g => g.Detach(a, _driver.Now));

        _driver.Advance(Later);

        Assert.Equal(PlanDriver.Relay, _driver.Place(a)!.Relay);
    }

    [Fact]
    public void Relocate_WhatNoLongerFits_IsLeftOut()
    {
        var (moved, gone) = (_driver.Placed("a", standby: true), new TerminalId("t_gone"));
        var moves = new[] { moved, gone }.Select(t => To(Better, t)).ToArray();
        _driver.Do(p => p.UseStandby(moved, null, _driver.Now));
        _driver.Advance(Later);

        _driver.Do(p => p.Relocate([.. moves], _driver.Now));

        Assert.Null(_driver.Find(moved).Destination);
    }

    [Fact]
    public void Relocate_OnlyTheStandbyWouldBeAnother_ChangesNothing()
    {
        var a = _driver.Placed("a", standby: true);
        var move = To(Better, a);

        _driver.Do(p => p.Relocate([move with { To = new MediaPlace(move.From.Relay, Better) }], _driver.Now));

        Assert.True(_driver.Plan.CanRelocate());
        Assert.DoesNotContain(_driver.Effects, e => e is StandbyRequested);
    }

    [Fact]
    public void CanRelocate_WithAWhipTerminal_IsFalse()
    {
        _driver.Placed("a", standby: true);
        Assert.True(_driver.Plan.CanRelocate());

        _driver.Placed("b", standby: true, TerminalKind.Whip);

        Assert.False(_driver.Plan.CanRelocate());
        Assert.Empty(Relocate(Better, _driver.Plan.Terminals[0].Terminal).Effects);
    }

    [Fact]
    public void CanRelocate_NobodyHasMediaOrSomebodyIsMoving_IsFalse()
    {
        var a = _driver.Sit("a");
        Assert.False(_driver.Plan.CanRelocate());
        Place(a, PlanDriver.Relay, PlanDriver.OtherRelay);
        Assert.True(_driver.Plan.CanRelocate());

        _driver.Do(p => p.UseStandby(a, null, _driver.Now));
        Place(a, PlanDriver.OtherRelay, Better);
        _driver.Do(p => p.MoveFrom(PlanDriver.OtherRelay, lives: true, _driver.Now));

        Assert.False(_driver.Plan.CanRelocate());
    }

    [Fact]
    public void Locate_NothingKnown_KeepsWhatWasSaidBefore()
    {
        var a = _driver.Sit("a");
        var near = new Nearness("east", [new RoundTrip(Better, 3)]);

        _driver.Do(p => p.Locate(a, near, _driver.Now));
        var located = _driver.Plan;
        Assert.Same(located, _driver.Do(p => p.Locate(a, Nearness.Unknown, _driver.Now)).Next);

        Assert.Equal(near, _driver.Find(a).Near);
    }

    private PlanDecision Relocate(RelayId to, params TerminalId[] terminals) =>
        _driver.Do(p => p.Relocate([.. terminals.Select(t => To(to, t))], _driver.Now));

    private Move To(RelayId relay, TerminalId terminal) =>
        new(GroupDriver.Id, terminal, new MediaPlace(PlanDriver.Relay, PlanDriver.OtherRelay), new MediaPlace(relay, null), MoveReason.Better);

    private void Place(TerminalId terminal, RelayId relay, RelayId standby)
    {
        _driver.Do(p => p.SessionOpened(terminal, relay, _driver.Now));
        _driver.Do(p => p.StandbyOpened(terminal, standby, _driver.Now));
    }
}
