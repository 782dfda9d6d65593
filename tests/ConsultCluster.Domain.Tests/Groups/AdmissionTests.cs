using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

public class AdmissionTests
{
    private readonly GroupDriver _driver = new(capacity: 2);

    [Fact]
    public void Enter_FirstTime_TakesASeatAndUsesTheToken()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", singleUse: true));

        var seat = _driver.Enter(claims, "tab").Value!;

        Assert.False(seat.Resumed);
        Assert.StartsWith("t_", seat.Terminal.Value, StringComparison.Ordinal);
        Assert.Equal(GroupState.Active, seat.Snapshot.State);
        var row = _driver.Effects.OfType<TokenChanged>().Last().Token;
        Assert.Equal(TokenState.Used, row.State);
        Assert.Equal(GroupDriver.SeatKey("tab"), row.BoundSeatKeyHash);
        Assert.Equal(_driver.Now, row.FirstUsedAt);
        Assert.IsType<MemberEntered>(_driver.Events.Last());
    }

    [Fact]
    public void Enter_SingleUseFromAnotherTerminal_IsRefused()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", singleUse: true));
        _driver.Enter(claims, "tab");

        Assert.Equal(RefusalCodes.TokenUsed, _driver.Enter(claims, "other tab").Refusal?.Code);
        Assert.Single(_driver.Group.Seats);
    }

    [Fact]
    public void Enter_SingleUseSameTerminalAfterSignallingLoss_ResumesTheSeat()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", singleUse: true));
        var terminal = _driver.Enter(claims, "tab").Value!.Terminal;
        _driver.Do(g => g.Detach(terminal, _driver.Now));

        var seat = _driver.Enter(claims, "tab").Value!;

        Assert.True(seat.Resumed);
        Assert.Equal(terminal, seat.Terminal);
        Assert.Equal(PresenceState.Entered, _driver.Member(terminal).Presence);
    }

    [Fact]
    public void Enter_SingleUseSameTerminalAfterLeaving_GetsASeatAgain()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", singleUse: true));
        var terminal = _driver.Enter(claims, "tab").Value!.Terminal;
        _driver.Do(g => g.Leave(terminal, new Actor(new PersonId("p1"), Permissions.None, "x"), _driver.Now));

        Assert.False(_driver.Enter(claims, "tab").Value!.Resumed);
    }

    [Fact]
    public void Enter_StaffToken_IsGoodForOneTerminalAfterTheOther()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1"));
        var first = _driver.Enter(claims, "tab 1").Value!.Terminal;

        Assert.Equal(RefusalCodes.TokenUsed, _driver.Enter(claims, "tab 2").Refusal?.Code);
        Assert.Equal(first, Assert.Single(_driver.Group.Seats).Terminal);

        // Its tab was closed, and with it the seat key is gone.
        _driver.Do(g => g.Detach(first, _driver.Now));
        var second = _driver.Enter(claims, "tab 2").Value!.Terminal;

        Assert.NotEqual(first, second);
        Assert.Equal(second, Assert.Single(_driver.Group.Seats).Terminal);
        Assert.Equal(GroupDriver.SeatKey("tab 2"), _driver.Group.TokenOf(claims.Id)!.BoundSeatKeyHash);
    }

    [Fact]
    public void Enter_Full_IsRefusedButAHeldSeatIsResumed()
    {
        var first = _driver.Issue(GroupDriver.Order("t1", "p1"));
        var terminal = _driver.Enter(first, "tab").Value!.Terminal;
        _driver.Sit("p2");
        var third = _driver.Issue(GroupDriver.Order("t3", "p3"));
        _driver.Do(g => g.Detach(terminal, _driver.Now));

        Assert.Equal(RefusalCodes.GroupFull, _driver.Enter(third, "tab").Refusal?.Code);
        Assert.True(_driver.Enter(first, "tab").Value!.Resumed);
    }

    [Fact]
    public void Enter_Expired_IsRefusedButAHeldSeatIsResumed()
    {
        var inside = _driver.Issue(GroupDriver.Order("t1", "p1", lifetimeMinutes: 15));
        var outside = _driver.Issue(GroupDriver.Order("t2", "p2", lifetimeMinutes: 15));
        var terminal = _driver.Enter(inside, "tab").Value!.Terminal;
        _driver.Advance(TimeSpan.FromMinutes(15));
        _driver.Do(g => g.Detach(terminal, _driver.Now));

        Assert.Equal(RefusalCodes.TokenExpired, _driver.Enter(outside, "tab").Refusal?.Code);
        Assert.True(_driver.Enter(inside, "tab").Succeeded);
        Assert.Equal(RefusalCodes.TokenExpired, _driver.Enter(inside, "second tab").Refusal?.Code);
    }

    [Fact]
    public void Enter_ForeignUnknownOrAlteredToken_IsRefused()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1"));

        Assert.Equal(RefusalCodes.TokenWrongGroup, _driver.Enter(claims with { Group = new GroupId("g2") }, "tab").Refusal?.Code);
        Assert.Equal(RefusalCodes.TokenUnknown, _driver.Enter(claims with { Id = new TokenId("t9") }, "tab").Refusal?.Code);
        Assert.Equal(RefusalCodes.TokenForged, _driver.Enter(claims with { Permissions = GroupDriver.All }, "tab").Refusal?.Code);
        Assert.Empty(_driver.Group.Seats);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Enter_SeatKeyOutOfShape_IsRefused(string seatKeyHash)
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1"));

        Assert.Equal(RefusalCodes.RequestInvalid, _driver.Do(g => g.Enter(new Entry(claims, seatKeyHash, "x"), _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void Enter_ClosedGroup_IsRefused()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1"));
        _driver.Do(g => g.Close(GroupDriver.Moderator, _driver.Now));

        Assert.Equal(RefusalCodes.GroupClosed, _driver.Enter(claims, "tab").Refusal?.Code);
        Assert.All(_driver.Group.Tokens, t => Assert.Equal(TokenState.Revoked, t.State));
    }
}
