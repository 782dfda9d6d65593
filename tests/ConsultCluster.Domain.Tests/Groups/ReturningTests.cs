using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

/// <summary>Terminals, encoders and players that come back after the expiry of their token.</summary>
public class ReturningTests
{
    private static readonly TimeSpan LongAfter = TimeSpan.FromHours(20);

    private readonly GroupDriver _driver = new();

    private TokenClaims Invite(bool singleUse = true, TerminalKind kind = TerminalKind.Browser) => _driver.Issue(
        GroupDriver.Order("t1", "p_guest", GroupDriver.Usual, singleUse, GroupRole.Patient, kind, lifetimeMinutes: 15));

    private TokenClaims Encoder(TerminalKind kind = TerminalKind.Whip) => Invite(singleUse: false, kind);

    /// <summary>The signalling is lost, and the seat is not held any more.</summary>
    private void Lose(TerminalId terminal)
    {
        _driver.Do(g => g.Detach(terminal, _driver.Now));
        _driver.Advance(GroupRules.Default.SeatHold);
        Assert.Null(_driver.Group.SeatOf(terminal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Enter_SameTerminalLongAfterExpiryAndHold_ComesBack(bool singleUse)
    {
        var claims = Invite(singleUse);
        var terminal = _driver.Enter(claims, "tablet").Value!.Terminal;
        _driver.Advance(TimeSpan.FromMinutes(16));
        Lose(terminal);
        _driver.Advance(LongAfter);

        var seat = _driver.Enter(claims, "tablet");

        Assert.Equal((terminal, false), (seat.Value!.Terminal, seat.Value.Resumed));
        Assert.Equal(TokenState.Used, _driver.Group.TokenOf(claims.Id)!.State);
    }

    [Theory]
    [InlineData(true, RefusalCodes.TokenUsed)]
    [InlineData(false, RefusalCodes.TokenExpired)]
    public void Enter_AnotherTerminalAfterExpiry_IsRefused(bool singleUse, string code)
    {
        var claims = Invite(singleUse);
        Lose(_driver.Enter(claims, "tablet").Value!.Terminal);
        _driver.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(code, _driver.Enter(claims, "another").Refusal?.Code);
    }

    [Fact]
    public void Enter_SharedTokenAfterExpiry_LetsTheLastTerminalBackAndNotTheOneBefore()
    {
        var claims = Invite(singleUse: false);
        Lose(_driver.Enter(claims, "first").Value!.Terminal);
        Lose(_driver.Enter(claims, "second").Value!.Terminal);
        _driver.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(RefusalCodes.TokenExpired, _driver.Enter(claims, "first").Refusal?.Code);
        Assert.True(_driver.Enter(claims, "second").Succeeded);
    }

    [Fact]
    public void Enter_RevokedAfterExpiry_StaysOut()
    {
        var claims = Invite();
        Lose(_driver.Enter(claims, "tablet").Value!.Terminal);
        _driver.Advance(TimeSpan.FromMinutes(16));

        Assert.True(_driver.Do(g => g.RevokeToken(claims.Id, GroupDriver.Moderator, _driver.Now)).Answer.Succeeded);

        Assert.Equal(RefusalCodes.TokenRevoked, _driver.Enter(claims, "tablet").Refusal?.Code);
        Assert.False(_driver.Group.CheckReturn(claims.Id, _driver.Now).Succeeded);
    }

    [Fact]
    public void Enter_AfterExpiryWhenTheOneWhoInvitedIsDisabled_StaysOut()
    {
        var claims = Invite();
        Lose(_driver.Enter(claims, "tablet").Value!.Terminal);
        _driver.Advance(TimeSpan.FromMinutes(16));

        _driver.Do(g => g.FollowAccount(
            new AccountState(GroupDriver.Applicant, StaffRole.Applicant, IsActive: false, []), null, GroupDriver.Applicant, "x", _driver.Now));

        Assert.Equal(RefusalCodes.TokenRevoked, _driver.Enter(claims, "tablet").Refusal?.Code);
    }

    [Fact]
    public void Enter_AfterTheEndOfTheGroup_StaysOut()
    {
        var claims = Invite();
        Lose(_driver.Enter(claims, "tablet").Value!.Terminal);
        _driver.Do(g => g.Close(GroupDriver.Moderator, _driver.Now));

        Assert.Equal(RefusalCodes.GroupClosed, _driver.Enter(claims, "tablet").Refusal?.Code);
        Assert.Equal(RefusalCodes.GroupClosed, _driver.Group.CheckReturn(claims.Id, _driver.Now).Refusal?.Code);
    }

    [Theory]
    [InlineData(TerminalKind.Whip)]
    [InlineData(TerminalKind.Whep)]
    [InlineData(TerminalKind.Device)]
    public void Enter_EncoderThatCrashedAfterExpiry_ComesBackWhileItsSessionIsRecent(TerminalKind kind)
    {
        var claims = Encoder(kind);
        var media = kind == TerminalKind.Device ? TerminalKind.Whip : kind;
        var first = _driver.Enter(claims, "session 1", media).Value!.Terminal;
        _driver.Advance(TimeSpan.FromHours(2));
        _driver.Do(g => g.LoseMedia(first, "silence", _driver.Now));
        _driver.Advance(GroupRules.Default.SeatHold);

        _driver.Advance(GroupRules.Default.MediaReturn - TimeSpan.FromSeconds(1));
        Assert.True(_driver.Group.CheckReturn(claims.Id, _driver.Now).Succeeded);
        Lose(_driver.Enter(claims, "session 2", media).Value!.Terminal);

        _driver.Advance(GroupRules.Default.MediaReturn - TimeSpan.FromSeconds(1));
        Assert.True(_driver.Enter(claims, "session 3", media).Succeeded);
    }

    [Fact]
    public void Enter_EncoderWhoseSessionIsNotRecent_IsRefusedAndItsTokenEnds()
    {
        var claims = Encoder();
        _driver.Advance(TimeSpan.FromMinutes(14));
        Lose(_driver.Enter(claims, "session 1").Value!.Terminal);

        _driver.Advance(GroupRules.Default.MediaReturn);

        Assert.Equal(RefusalCodes.TokenExpired, _driver.Enter(claims, "session 2").Refusal?.Code);
        Assert.False(_driver.Group.CheckReturn(claims.Id, _driver.Now).Succeeded);
        Assert.Equal(TokenState.Expired, _driver.Effects.OfType<TokenChanged>().Last().Token.State);
        Assert.Empty(_driver.Group.Tokens);
    }

    [Fact]
    public void Enter_BrowserWithTheTokenOfARecentEncoder_IsRefused()
    {
        var claims = Encoder(TerminalKind.Device);
        Lose(_driver.Enter(claims, "session 1", TerminalKind.Whip).Value!.Terminal);
        _driver.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(RefusalCodes.TokenExpired, _driver.Enter(claims, "any key").Refusal?.Code);
    }

    [Fact]
    public void Enter_NewSessionOfAnEncoder_TakesThePlaceOfTheOneBeforeWhetherThatSendsOrNot()
    {
        var claims = Encoder(TerminalKind.Device);
        foreach (var sends in new[] { true, false })
        {
            var before = _driver.Enter(claims, $"session before {sends}", TerminalKind.Whip).Value!.Terminal;
            _driver.Media(before, sends, receives: false);
            _driver.Effects.Clear();

            var now = _driver.Enter(claims, $"session after {sends}", TerminalKind.Whip).Value!.Terminal;

            Assert.Equal(now, Assert.Single(_driver.Group.Seats).Terminal);
            Assert.Equal(TerminalKind.Whip, _driver.Member(now).TerminalKind);
            Assert.Contains(new SessionClosed(before), _driver.Effects);
            Assert.Equal([typeof(MemberLeft), typeof(MemberEntered)], _driver.Events.Select(one => one.GetType()));
        }
    }

    [Fact]
    public void Enter_EncoderWithTheTokenOfATerminalWithSignalling_DoesNotPushItOut()
    {
        var claims = Encoder(TerminalKind.Device);
        var terminal = _driver.Enter(claims, "device").Value!.Terminal;

        Assert.Equal(RefusalCodes.TokenUsed, _driver.Enter(claims, "session", TerminalKind.Whip).Refusal?.Code);
        Assert.Equal(terminal, Assert.Single(_driver.Group.Seats).Terminal);
    }

    [Fact]
    public void IssueToken_GroupFullOfExpiredTokens_TheOneLeftLongestAgoGivesWay()
    {
        for (var i = 0; i < GroupRules.MaxLiveTokens; i++)
        {
            _driver.Now += TimeSpan.FromSeconds(1);
            var claims = _driver.Issue(GroupDriver.Order($"t{i}", $"g{i}", lifetimeMinutes: 15));
            var seat = _driver.Enter(claims, "tab").Value!;
            _driver.Do(g => g.Leave(seat.Terminal, GroupDriver.Moderator with { Person = claims.Person }, _driver.Now));
        }

        _driver.Advance(TimeSpan.FromMinutes(30));

        _driver.Issue(GroupDriver.Order("t-new", "p_new"));

        Assert.Equal(TokenState.Revoked, _driver.Group.TokenOf(new TokenId("t0"))!.State);
        Assert.Equal(TokenState.Used, _driver.Group.TokenOf(new TokenId("t1"))!.State);
    }
}
