using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Groups;

public sealed class RelocatingTests
{
    private static readonly RelayId Better = new("relay-3");

    /// <summary>More than a terminal has to make a session at its destination.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);

    private readonly GroupDriver _driver = new();

    [Fact]
    public void Relocate_StandbyElsewhere_AsksForOneThereAndMovesWhenTheTimeHasCome()
    {
        var a = Placed("a");

        Assert.False(Relocate(Better, a).MustSave);
        Assert.Equal(a, Assert.IsType<StandbyWanted>(_driver.Events.Last()).Terminal);
        _driver.Do(g => g.StandbyOpened(a, Better, _driver.Now));
        Assert.Equal(new MediaPlace(GroupDriver.Relay, Better), Place(a));

        _driver.Advance(Later);

        Assert.Equal(new MediaPlace(Better, null), Place(a));
        Assert.Equal(GroupDriver.Relay, _driver.Group.SeatOf(a)!.Leaving!.Relay);
        Assert.Contains(new SessionMoved(a, GroupDriver.Relay, Better), _driver.Effects);
        Assert.Contains(AuditActions.MemberMoved, _driver.Audited());
        Assert.Equal(Better, _driver.Events.OfType<MemberMoved>().Last().Relay);
    }

    [Fact]
    public void Relocate_StandbyThereAlready_MovesInTheSameMoment()
    {
        var a = Placed("a");

        Relocate(GroupDriver.OtherRelay, a);
        _driver.Advance(TimeSpan.Zero);

        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
        Assert.DoesNotContain(_driver.Events, e => e is StandbyWanted);
    }

    [Fact]
    public void Relocate_SeveralOfAGroup_GoInOneMoment()
    {
        var (there, elsewhere) = (Placed("a"), Placed("b"));
        _driver.Do(g => g.StandbyOpened(there, Better, _driver.Now));

        Relocate(Better, there, elsewhere);
        _driver.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(GroupDriver.Relay, Place(there)!.Relay);
        _driver.Do(g => g.StandbyOpened(elsewhere, Better, _driver.Now));
        _driver.Advance(Later);

        Assert.Equal([Better, Better], new[] { there, elsewhere }.Select(t => Place(t)!.Relay));
    }

    [Fact]
    public void Relocate_NoSessionThereInTime_StaysAndMayBeAskedAgain()
    {
        var a = Placed("a");
        Relocate(Better, a);
        Assert.False(_driver.Group.CanRelocate());

        _driver.Advance(Later);

        Assert.Equal(new MediaPlace(GroupDriver.Relay, GroupDriver.OtherRelay), Place(a));
        Assert.True(_driver.Group.CanRelocate());
        Assert.DoesNotContain(AuditActions.MemberMoved, _driver.Audited());
    }

    [Fact]
    public void Relocate_DestinationLostMeanwhile_Stays()
    {
        var a = Placed("a");
        Relocate(Better, a);
        _driver.Do(g => g.StandbyOpened(a, Better, _driver.Now));
        _driver.Do(g => g.MoveFrom(Better, lives: false, _driver.Now));

        _driver.Advance(Later);

        Assert.Equal(new MediaPlace(GroupDriver.Relay, null), Place(a));
    }

    [Fact]
    public void Relocate_SignallingLostMeanwhile_StaysBecauseItWouldNotHearOfIt()
    {
        var a = Placed("a");
        Relocate(Better, a);
        _driver.Do(g => g.StandbyOpened(a, Better, _driver.Now));
        _driver.Do(g => g.Detach(a, _driver.Now));

        _driver.Advance(Later);

        Assert.Equal(GroupDriver.Relay, Place(a)!.Relay);
    }

    [Fact]
    public void Relocate_WhatNoLongerFits_IsLeftOut()
    {
        var (moved, gone) = (Placed("a"), new TerminalId("t_gone"));
        var moves = new[] { moved, gone }.Select(t => To(Better, t)).ToArray();
        _driver.Do(g => g.UseStandby(moved, null, _driver.Now));
        _driver.Advance(Later);

        _driver.Do(g => g.Relocate([.. moves], _driver.Now));

        Assert.Null(_driver.Group.SeatOf(moved)!.Destination);
    }

    [Fact]
    public void Relocate_OnlyTheStandbyWouldBeAnother_ChangesNothing()
    {
        var a = Placed("a");
        var move = To(Better, a);

        _driver.Do(g => g.Relocate([move with { To = new MediaPlace(move.From.Relay, Better) }], _driver.Now));

        Assert.True(_driver.Group.CanRelocate());
        Assert.DoesNotContain(_driver.Events, e => e is StandbyWanted);
    }

    [Fact]
    public void CanRelocate_WithAWhipTerminal_IsFalse()
    {
        Placed("a");
        Assert.True(_driver.Group.CanRelocate());

        Placed("b", TerminalKind.Whip);

        Assert.False(_driver.Group.CanRelocate());
        Assert.Empty(Relocate(Better, _driver.Group.Seats[0].Terminal).Effects);
    }

    [Fact]
    public void CanRelocate_NobodyHasMediaOrSomebodyIsMoving_IsFalse()
    {
        var a = _driver.Sit("a");
        Assert.False(_driver.Group.CanRelocate());
        Place(a, GroupDriver.Relay, GroupDriver.OtherRelay);
        Assert.True(_driver.Group.CanRelocate());

        _driver.Do(g => g.UseStandby(a, null, _driver.Now));
        Place(a, GroupDriver.OtherRelay, Better);
        _driver.Do(g => g.MoveFrom(GroupDriver.OtherRelay, lives: true, _driver.Now));

        Assert.False(_driver.Group.CanRelocate());
    }

    [Fact]
    public void Locate_NothingKnown_KeepsWhatWasSaidBefore()
    {
        var a = _driver.Sit("a");
        var near = new Nearness("east", [new RoundTrip(Better, 3)]);

        _driver.Do(g => g.Locate(a, near, _driver.Now));
        Assert.False(_driver.Do(g => g.Locate(a, Nearness.Unknown, _driver.Now)).MustSave);

        Assert.Equal(near, _driver.Group.SeatOf(a)!.Near);
    }

    private Decision<Group> Relocate(RelayId to, params TerminalId[] terminals) =>
        _driver.Do(g => g.Relocate([.. terminals.Select(t => To(to, t))], _driver.Now));

    private Move To(RelayId relay, TerminalId terminal) =>
        new(GroupDriver.Id, terminal, new MediaPlace(GroupDriver.Relay, GroupDriver.OtherRelay), new MediaPlace(relay, null), MoveReason.Better);

    private MediaPlace? Place(TerminalId terminal) => _driver.Group.SeatOf(terminal)!.Place;

    private TerminalId Placed(string person, TerminalKind kind = TerminalKind.Browser)
    {
        var terminal = _driver.Sit(person, kind: kind);
        Place(terminal, GroupDriver.Relay, GroupDriver.OtherRelay);
        return terminal;
    }

    private void Place(TerminalId terminal, RelayId relay, RelayId standby)
    {
        _driver.Do(g => g.SessionOpened(terminal, relay, _driver.Now));
        _driver.Do(g => g.StandbyOpened(terminal, standby, _driver.Now));
    }
}
