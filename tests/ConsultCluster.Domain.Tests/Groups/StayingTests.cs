using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

/// <summary>Presence, leaving, muting, chat, closing and time.</summary>
public class StayingTests
{
    private readonly GroupDriver _driver = new();

    private static Actor Person(string id, Permissions permissions = GroupDriver.Usual) => new(new PersonId(id), permissions, "192.0.2.9");

    [Fact]
    public void Detach_HoldExpires_GivesUpTheSeat()
    {
        var a = _driver.Sit("a");

        _driver.Do(g => g.Detach(a, _driver.Now));
        Assert.IsType<MemberReconnecting>(_driver.Events.Last());
        Assert.Equal(_driver.Now + TimeSpan.FromSeconds(30), _driver.Group.NextDeadline());

        _driver.Advance(TimeSpan.FromSeconds(29.9));
        Assert.NotNull(_driver.Group.SeatOf(a));
        _driver.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(_driver.Group.SeatOf(a));
        Assert.Equal(LeaveReason.TimedOut, Assert.IsType<MemberLeft>(_driver.Events.Last()).Reason);
        Assert.Contains(new SessionClosed(a), _driver.Effects);
    }

    [Fact]
    public void Detach_WithMediaStillFlowing_ReconnectsWithoutAnotherOffer()
    {
        var a = _driver.Sit("a");
        _driver.Media(a, true, false);
        _driver.Do(g => g.Detach(a, _driver.Now));

        _driver.Enter(_driver.Group.TokenOf(new TokenId("t-a"))!.Claims, "a");

        Assert.Equal(PresenceState.Connected, _driver.Member(a).Presence);
    }

    [Fact]
    public void Activate_WithMembers_HoldsTheirSeatsInANewEpoch()
    {
        var a = _driver.Sit("a");
        _driver.Media(a, true, false);
        var epoch = _driver.Group.Epoch;

        var decision = _driver.Do(g => g.Activate(_driver.Now));

        Assert.True(decision.MustSave);
        Assert.Equal(epoch + 1, _driver.Group.Epoch);
        Assert.Equal(PresenceState.Reconnecting, _driver.Member(a).Presence);
        Assert.False(_driver.Group.SeatOf(a)!.Sends);
        Assert.Equal(_driver.Now + TimeSpan.FromSeconds(30), _driver.Group.SeatOf(a)!.HeldUntil);
    }

    [Fact]
    public void Remain_AfterActivate_ReleasesOnlyTheirSeats()
    {
        var a = _driver.Sit("a");
        var b = _driver.Sit("b");
        _driver.Do(g => g.Activate(_driver.Now));

        var group = _driver.Do(g => g.Remain([a, new TerminalId("t_unknown")], _driver.Now)).Answer.Value!;

        Assert.Equal([PresenceState.Entered, PresenceState.Reconnecting], group.Seats.Select(seat => seat.Member.Presence));
        Assert.True(Assert.IsType<MemberEntered>(_driver.Events.Last()).Resumed);
        Assert.Contains("member.resumed", _driver.Audited());
        _driver.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull(_driver.Group.SeatOf(a));
        Assert.Null(_driver.Group.SeatOf(b));
    }

    [Fact]
    public void Remain_OfWhoNeverWentAway_ChangesNothing()
    {
        var a = _driver.Sit("a");

        var decision = _driver.Do(g => g.Remain([a], _driver.Now));

        Assert.True(decision.Answer.Succeeded);
        Assert.Empty(decision.Effects);
    }

    [Fact]
    public void Leave_Oneself_FreesTheSeatWithoutEndingTheToken()
    {
        var a = _driver.Sit("a");

        Assert.True(_driver.Do(g => g.Leave(a, Person("a"), _driver.Now)).Answer.Succeeded);

        Assert.Empty(_driver.Group.Seats);
        Assert.Equal(TokenState.Used, _driver.Group.TokenOf(new TokenId("t-a"))!.State);
        var stay = _driver.Effects.OfType<ParticipantChanged>().Last().Participant;
        Assert.Equal((_driver.Now, LeaveReason.Left), (stay.LeftAt!.Value, stay.LeftReason!.Value));
    }

    [Fact]
    public void Leave_ByAModerator_RemovesAndKeepsOut()
    {
        var a = _driver.Sit("a");
        var claims = _driver.Group.TokenOf(new TokenId("t-a"))!.Claims;

        Assert.True(_driver.Do(g => g.Leave(a, GroupDriver.Moderator, _driver.Now)).Answer.Succeeded);

        Assert.Equal(LeaveReason.Removed, _driver.Events.OfType<MemberLeft>().Single().Reason);
        Assert.Equal(RefusalCodes.TokenRevoked, _driver.Enter(claims, "a").Refusal?.Code);
    }

    [Fact]
    public void Leave_ByAnotherWithoutModerate_IsRefused()
    {
        var a = _driver.Sit("a");

        Assert.Equal(RefusalCodes.PermissionMissing, _driver.Do(g => g.Leave(a, Person("b"), _driver.Now)).Answer.Refusal?.Code);
        Assert.Equal(RefusalCodes.MemberUnknown, _driver.Do(g => g.Leave(new TerminalId("t_x"), Person("b"), _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void SetMuted_ByAModerator_OnlyTheMemberCanUndo()
    {
        var a = _driver.Sit("a");
        _driver.Do(g => g.SetMuted(a, [MediaSource.Camera], Person("a"), _driver.Now));

        _driver.Do(g => g.SetMuted(a, [MediaSource.Microphone], GroupDriver.Moderator, _driver.Now));
        Assert.Equal([MediaSource.Microphone, MediaSource.Camera], _driver.Member(a).Muted);
        Assert.Contains("member.muted", _driver.Audited());

        Assert.Equal(RefusalCodes.PermissionMissing, _driver.Do(g => g.SetMuted(a, [], GroupDriver.Moderator, _driver.Now)).Answer.Refusal?.Code);
        Assert.Equal(2, _driver.Member(a).Muted.Count);

        _driver.Do(g => g.SetMuted(a, [], Person("a"), _driver.Now));
        Assert.Empty(_driver.Member(a).Muted);
        Assert.Equal(3, _driver.Effects.OfType<SessionMuted>().Count());
    }

    [Fact]
    public void SetMuted_OfAnotherWithoutModerate_IsRefused()
    {
        var a = _driver.Sit("a");

        Assert.Equal(
            RefusalCodes.PermissionMissing,
            _driver.Do(g => g.SetMuted(a, [MediaSource.Camera], Person("b"), _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void SendMessage_New_IsRecordedPublishedAndAuditedWithoutText()
    {
        var a = _driver.Sit("a");
        _driver.Effects.Clear();

        var message = _driver.Do(g => g.SendMessage(a, "m1", "血压 120/80", null, _driver.Now)).Answer.Value!;

        Assert.Equal(_driver.Group.Sequence, message.Sequence);
        Assert.Equal(message, Assert.IsType<MessageSent>(Assert.Single(_driver.Events)).Message);
        Assert.DoesNotContain("120", Assert.Single(_driver.Effects.OfType<AuditWritten>()).Entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void SendMessage_RecordedBefore_ReturnsTheFirst()
    {
        var a = _driver.Sit("a");
        var first = _driver.Do(g => g.SendMessage(a, "m1", "one", null, _driver.Now)).Answer.Value!;

        var again = _driver.Do(g => g.SendMessage(a, "m1", "two", first, _driver.Now));

        Assert.Same(first, again.Answer.Value);
        Assert.Empty(again.Effects);
    }

    [Theory]
    [InlineData("", "text", RefusalCodes.RequestInvalid)]
    [InlineData("m1", " ", RefusalCodes.RequestInvalid)]
    [InlineData("m1", "a\u0007b", RefusalCodes.RequestInvalid)]
    public void SendMessage_OutOfShape_IsRefused(string id, string text, string code)
    {
        var a = _driver.Sit("a");

        Assert.Equal(code, _driver.Do(g => g.SendMessage(a, id, text, null, _driver.Now)).Answer.Refusal?.Code);
        Assert.Equal(code, _driver.Do(g => g.SendMessage(a, "m", new string('x', 4001), null, _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void SendMessage_WithoutChat_IsRefused()
    {
        var a = _driver.Sit("a", Permissions.Subscribe);

        Assert.Equal(RefusalCodes.PermissionMissing, _driver.Do(g => g.SendMessage(a, "m", "x", null, _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void Close_WithMembers_AllLeaveAndTheEndIsLast()
    {
        _driver.Sit("a");
        _driver.Sit("b");
        _driver.Effects.Clear();

        Assert.True(_driver.Do(g => g.Close(GroupDriver.Moderator, _driver.Now)).Answer.Succeeded);

        Assert.Equal(2, _driver.Events.OfType<MemberLeft>().Count(e => e.Reason == LeaveReason.GroupClosed));
        Assert.Equal(GroupState.Closed, Assert.IsType<GroupEnded>(_driver.Events.Last()).State);
        Assert.Contains(new GroupSessionsClosed(), _driver.Effects);
        Assert.Null(_driver.Group.NextDeadline());
        Assert.Empty(_driver.Do(g => g.Close(GroupDriver.Moderator, _driver.Now)).Effects);
    }

    [Fact]
    public void Close_WithoutPermission_IsRefused()
    {
        Assert.Equal(RefusalCodes.PermissionMissing, _driver.Do(g => g.Close(Person("b"), _driver.Now)).Answer.Refusal?.Code);
        Assert.Equal(GroupState.Open, _driver.Group.State);
    }

    [Fact]
    public void HandleTimeout_NobodyEnteredInTime_Expires()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", lifetimeMinutes: 1440));

        _driver.Advance(TimeSpan.FromHours(24));

        Assert.Equal(GroupState.Expired, Assert.IsType<GroupEnded>(_driver.Events.Last()).State);
        Assert.Equal(RefusalCodes.GroupExpired, _driver.Enter(claims, "tab").Refusal?.Code);
    }

    [Fact]
    public void HandleTimeout_SomebodyInside_DoesNotExpire()
    {
        _driver.Sit("a");

        _driver.Advance(TimeSpan.FromHours(48));

        Assert.Equal(GroupState.Active, _driver.Group.State);
    }

    [Fact]
    public void HandleTimeout_TokenPastExpiry_IsWrittenAndForgotten()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", lifetimeMinutes: 15));

        _driver.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(TokenState.Expired, _driver.Effects.OfType<TokenChanged>().Last().Token.State);
        Assert.Empty(_driver.Group.Tokens);
        Assert.Equal(RefusalCodes.TokenExpired, _driver.Enter(claims, "tab").Refusal?.Code);
    }
}
