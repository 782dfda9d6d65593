using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Tests.Groups;

public sealed class TakingUpTests
{
    private static readonly RelayId Third = new("relay-3");

    private readonly GroupDriver _driver = new();

    [Fact]
    public void TakeUp_NothingKnown_SessionWithMediaIsTheMedia()
    {
        var a = _driver.Sit("a");

        TakeUp(GroupDriver.Relay, a, isStandby: false);

        Assert.Equal(new MediaPlace(GroupDriver.Relay, null), Place(a));
        Assert.Empty(Ended);
    }

    [Fact]
    public void TakeUp_NothingKnown_StandbyWaitsForTheRelayWithTheMedia()
    {
        var a = _driver.Sit("a");

        TakeUp(GroupDriver.OtherRelay, a, isStandby: true);
        Assert.Null(Place(a));
        Assert.Contains(GroupDriver.OtherRelay, _driver.Group.Relays());

        TakeUp(GroupDriver.Relay, a, isStandby: false);
        Assert.Equal(new MediaPlace(GroupDriver.Relay, GroupDriver.OtherRelay), Place(a));
        Assert.Empty(Ended);
    }

    [Fact]
    public void UseStandby_WhoseMediaNeverCameBack_MovesThere()
    {
        var a = _driver.Sit("a");
        TakeUp(GroupDriver.OtherRelay, a, isStandby: true);

        _driver.Do(g => g.UseStandby(a, null, _driver.Now));

        Assert.Equal(new MediaPlace(GroupDriver.OtherRelay, null), Place(a));
        Assert.Contains(new SessionActivated(a, GroupDriver.OtherRelay), _driver.Effects);
        Assert.Equal(GroupDriver.OtherRelay, Assert.IsType<MemberMoved>(_driver.Events.Last()).Relay);
    }

    [Fact]
    public void MoveFrom_TheRelayOfALoneStandby_ForgetsIt()
    {
        var a = _driver.Sit("a");
        TakeUp(GroupDriver.OtherRelay, a, isStandby: true);

        _driver.Do(g => g.MoveFrom(GroupDriver.OtherRelay, lives: false, _driver.Now));

        Assert.Empty(_driver.Group.Relays());
        Assert.Equal(RefusalCodes.RelayNoStandby, _driver.Do(g => g.UseStandby(a, null, _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void TakeUp_MediaKnownWithoutStandby_StandbyIsAdopted()
    {
        var a = Placed("a");

        TakeUp(GroupDriver.OtherRelay, a, isStandby: true);

        Assert.Equal(new MediaPlace(GroupDriver.Relay, GroupDriver.OtherRelay), Place(a));
        Assert.Empty(Ended);
    }

    [Fact]
    public void TakeUp_StandbyWhereTheMediaIsToBe_IsActivated()
    {
        var a = Placed("a");

        TakeUp(GroupDriver.Relay, a, isStandby: true);

        Assert.Contains(new SessionActivated(a, GroupDriver.Relay), _driver.Effects);
        Assert.Equal(new MediaPlace(GroupDriver.Relay, null), Place(a));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TakeUp_OnAThirdRelay_IsEnded(bool isStandby)
    {
        var a = Placed("a");
        _driver.Do(g => g.StandbyOpened(a, GroupDriver.OtherRelay, _driver.Now));

        TakeUp(Third, a, isStandby);

        Assert.Equal(new SessionEnded(a, Third), Assert.Single(Ended));
        Assert.Equal(new MediaPlace(GroupDriver.Relay, GroupDriver.OtherRelay), Place(a));
    }

    [Fact]
    public void TakeUp_ActiveWhereOnlyAStandbyIsKnown_IsEndedAndAnotherStandbyWanted()
    {
        var a = Placed("a");
        _driver.Do(g => g.StandbyOpened(a, GroupDriver.OtherRelay, _driver.Now));

        TakeUp(GroupDriver.OtherRelay, a, isStandby: false);

        Assert.Equal(new SessionEnded(a, GroupDriver.OtherRelay), Assert.Single(Ended));
        Assert.IsType<StandbyWanted>(_driver.Events.Last());
    }

    [Fact]
    public void TakeUp_OfNobody_IsEnded()
    {
        TakeUp(GroupDriver.Relay, new TerminalId("t-nobody"), isStandby: false);

        Assert.Single(Ended);
    }

    [Fact]
    public void TakeUp_OfAClosedConsultation_IsEnded()
    {
        var a = _driver.Sit("a");
        _driver.Do(g => g.Close(GroupDriver.Moderator, _driver.Now));

        TakeUp(GroupDriver.Relay, a, isStandby: false);

        Assert.Single(Ended);
    }

    [Fact]
    public void TakeUp_FromARelayThatSawANewerEpoch_RaisesOurs()
    {
        var a = _driver.Sit("a");

        _driver.Do(g => g.TakeUp(GroupDriver.Relay, 77, [new FoundSession(a, IsStandby: false)], _driver.Now));

        Assert.Equal(77, _driver.Group.Epoch);
    }

    [Fact]
    public void MediaChanged_NothingKnownAndNothingFlows_PlacesNobody()
    {
        var a = _driver.Sit("a");

        _driver.Do(g => g.MediaChanged(a, GroupDriver.OtherRelay, sends: false, receives: false, _driver.Now));

        Assert.Null(Place(a));
    }

    private IEnumerable<SessionEnded> Ended => _driver.Effects.OfType<SessionEnded>();

    private MediaPlace? Place(TerminalId terminal) => _driver.Group.SeatOf(terminal)!.Place;

    private void TakeUp(RelayId relay, TerminalId terminal, bool isStandby) =>
        _driver.Do(g => g.TakeUp(relay, g.Epoch, [new FoundSession(terminal, isStandby)], _driver.Now));

    private TerminalId Placed(string person)
    {
        var terminal = _driver.Sit(person);
        _driver.Do(g => g.SessionOpened(terminal, GroupDriver.Relay, _driver.Now));
        return terminal;
    }
}
