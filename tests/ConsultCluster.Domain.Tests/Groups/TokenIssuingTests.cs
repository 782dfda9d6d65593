using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

public class TokenIssuingTests
{
    private readonly GroupDriver _driver = new();

    private Refusal? Refused(TokenOrder order) => _driver.Do(g => g.IssueToken(order, _driver.Now)).Answer.Refusal;

    [Fact]
    public void IssueToken_Valid_RecordsOneRowInWholeSeconds()
    {
        _driver.Now += TimeSpan.FromMilliseconds(123);
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1", lifetimeMinutes: 15));

        Assert.Equal(0, claims.IssuedAt.Millisecond);
        Assert.Equal(TimeSpan.FromMinutes(15), claims.ExpiresAt - claims.IssuedAt);
        var row = Assert.Single(_driver.Effects.OfType<TokenChanged>()).Token;
        Assert.Equal(TokenState.Issued, row.State);
        Assert.Equal(GroupDriver.Applicant, row.IssuedBy);
    }

    [Fact]
    public void IssueToken_Repeated_ReturnsTheSameClaims()
    {
        var first = _driver.Issue(GroupDriver.Order("t1", "p1"));
        _driver.Now += TimeSpan.FromSeconds(5);

        Assert.Equal(first, _driver.Issue(GroupDriver.Order("t1", "p1")));
        Assert.Single(_driver.Group.Tokens);
    }

    [Fact]
    public void IssueToken_SameIdForAnother_IsRefused()
    {
        _driver.Issue(GroupDriver.Order("t1", "p1"));

        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t1", "p2"))?.Code);
    }

    [Fact]
    public void IssueToken_ForAnotherWithoutModerate_IsRefused()
    {
        var by = new Actor(new PersonId("p9"), GroupDriver.Usual, "x");

        Assert.Equal(RefusalCodes.PermissionMissing, Refused(GroupDriver.Order("t1", "p1", by: by))?.Code);
    }

    [Fact]
    public void IssueToken_ForOneselfWithoutModerate_IsDone()
    {
        var by = new Actor(new PersonId("p9"), GroupDriver.Usual, "x");

        _driver.Issue(GroupDriver.Order("t1", "p9", by: by));
    }

    [Fact]
    public void IssueToken_MoreThanTheIssuerMay_IsRefused()
    {
        var by = new Actor(new PersonId("p9"), GroupDriver.Usual | Permissions.Moderate, "x");

        Assert.Equal(RefusalCodes.PermissionMissing, Refused(GroupDriver.Order("t1", "p1", Permissions.Close, by: by))?.Code);
        Assert.Equal(RefusalCodes.PermissionMissing, Refused(GroupDriver.Order("t2", "p9", Permissions.Close, by: by))?.Code);
    }

    [Fact]
    public void IssueToken_MoreThanTheIssuerMayByCoordinatorOfTheGroup_IsDone()
    {
        _driver.Issue(GroupDriver.Order("t0", "p9", role: GroupRole.Coordinator));
        var by = new Actor(new PersonId("p9"), GroupDriver.Usual | Permissions.Moderate, "x");

        _driver.Issue(GroupDriver.Order("t1", "p1", Permissions.Close, by: by));
    }

    [Fact]
    public void IssueToken_OutOfShape_IsRefused()
    {
        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t 1", "p1"))?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t1", "p1", lifetimeMinutes: 0))?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t1", "p1", lifetimeMinutes: 1441))?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t1", "p1", (Permissions)64))?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t1", "p1", role: GroupRole.Observer))?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, Refused(GroupDriver.Order("t1", "p1") with { DisplayName = "" })?.Code);
        Assert.Empty(_driver.Group.Tokens);
    }

    [Fact]
    public void IssueToken_TooManyLive_IsRefused()
    {
        for (var i = 0; i < GroupRules.MaxLiveTokens; i++)
        {
            _driver.Enter(_driver.Issue(GroupDriver.Order($"t{i}", "p1")), "tab");
            _driver.Do(g => g.Leave(g.Seats[0].Terminal, GroupDriver.Moderator with { Person = g.Seats[0].Member.Person }, _driver.Now));
        }

        Assert.Equal(RefusalCodes.RequestFlood, Refused(GroupDriver.Order("more", "p1"))?.Code);
    }

    [Fact]
    public void RevokeToken_WithATerminalInside_RemovesItAndKeepsItOut()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1"));
        _driver.Enter(claims, "tab 1");
        _driver.Effects.Clear();

        var answer = _driver.Do(g => g.RevokeToken(claims.Id, GroupDriver.Moderator, _driver.Now)).Answer;

        Assert.True(answer.Succeeded);
        Assert.Empty(_driver.Group.Seats);
        Assert.Equal(LeaveReason.Removed, Assert.Single(_driver.Events.OfType<MemberLeft>()).Reason);
        Assert.Single(_driver.Effects.OfType<SessionClosed>());
        Assert.Equal(RefusalCodes.TokenRevoked, _driver.Enter(claims, "tab 1").Refusal?.Code);
    }

    [Fact]
    public void RevokeToken_OfAnotherWithoutModerate_IsRefused()
    {
        var claims = _driver.Issue(GroupDriver.Order("t1", "p1"));
        var by = new Actor(new PersonId("p9"), GroupDriver.Usual, "x");

        Assert.Equal(RefusalCodes.PermissionMissing, _driver.Do(g => g.RevokeToken(claims.Id, by, _driver.Now)).Answer.Refusal?.Code);
    }

    [Fact]
    public void RevokeToken_Unknown_IsRefused() =>
        Assert.Equal(RefusalCodes.TokenUnknown, _driver.Do(g => g.RevokeToken(new TokenId("no"), GroupDriver.Moderator, _driver.Now)).Answer.Refusal?.Code);
}
