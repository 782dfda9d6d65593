using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Attacks;

/// <summary>Commands with rights that the caller had when it entered, or when it opened the page.</summary>
public class StaleRightsAttack
{
    private readonly GroupDriver _driver = new();

    /// <summary>As a connection keeps it from entering: the person, and everything that the token allowed.</summary>
    private static Actor Captured(string person, TerminalId seat) => new(new PersonId(person), GroupDriver.All, "192.0.2.66", seat);

    [Fact]
    [Trait("attack", "2")]
    public void Attack_RemovedModeratorWithItsOldRights_CommandsNothing()
    {
        var mallory = _driver.Sit("p_mallory", GroupDriver.All);
        var victim = _driver.Sit("p_victim");
        var link = _driver.Issue(GroupDriver.Order("t-link", "guest"));
        _driver.Do(g => g.Leave(mallory, GroupDriver.Moderator, _driver.Now));
        var by = Captured("p_mallory", mallory);

        Refusal?[] refusals =
        [
            _driver.Do(g => g.Close(by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.Leave(victim, by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.SetMuted(victim, [MediaSource.Microphone], by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.SendMessage(mallory, "m1", "still here", null, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.RevokeToken(link.Id, by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.IssueToken(GroupDriver.Order("t-back", "p_friend", by: by), _driver.Now)).Answer.Refusal,
            _driver.Group.SeatForMedia(mallory).Refusal,
        ];

        Assert.All(refusals, refusal => Assert.Equal(RefusalCodes.MemberUnknown, refusal?.Code));
        Assert.Equal(victim, Assert.Single(_driver.Group.Seats).Terminal);
    }

    [Fact]
    [Trait("attack", "1")]
    public void Attack_DemotedCoordinatorInside_NeitherClosesNorRemovesNorInvites()
    {
        var zhao = _driver.Sit("p_zhao", GroupDriver.All, role: GroupRole.Coordinator);
        var victim = _driver.Sit("p_victim");
        var expert = new AccountState(new PersonId("p_zhao"), StaffRole.Expert, IsActive: true, []);
        _driver.Do(g => g.FollowAccount(expert, null, GroupDriver.Applicant, "x", _driver.Now));
        var by = Captured("p_zhao", zhao);

        Refusal?[] refusals =
        [
            _driver.Do(g => g.Close(by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.Leave(victim, by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.SetMuted(victim, [MediaSource.Microphone], by, _driver.Now)).Answer.Refusal,
            _driver.Do(g => g.IssueToken(GroupDriver.Order("t-more", "p_friend", by: by), _driver.Now)).Answer.Refusal,
        ];

        Assert.All(refusals, refusal => Assert.Equal(RefusalCodes.PermissionMissing, refusal?.Code));
        Assert.True(_driver.Do(g => g.SendMessage(zhao, "m1", "what an expert may", null, _driver.Now)).Answer.Succeeded);
    }

    [Theory]
    [Trait("attack", "1")]
    [InlineData(StaffRole.Coordinator, false, RefusalCodes.PermissionMissing)]
    [InlineData(StaffRole.Expert, true, RefusalCodes.PermissionMissing)]
    [InlineData(StaffRole.Administrator, true, RefusalCodes.PermissionMissing)]
    public void Attack_PageOpenedWithMoreRights_IssuesByTheAccountAsItIsNow(StaffRole role, bool isActive, string code)
    {
        var by = new Actor(new PersonId("p_zhao"), GroupDriver.All, "192.0.2.66");
        var account = new AccountState(by.Person, role, isActive, []);

        Assert.Equal(code, _driver.Do(g => g.IssueToken(GroupDriver.Order("t1", "p_friend", by: by), _driver.Now, account)).Answer.Refusal?.Code);
        Assert.Empty(_driver.Group.Tokens);
    }

    [Fact]
    [Trait("attack", "1")]
    public void Attack_OwnTokenWithTheRoleBefore_IsIssuedWithTheRoleOfNow()
    {
        var by = new Actor(new PersonId("p_zhao"), GroupDriver.All, "192.0.2.66");
        var order = GroupDriver.Order("t1", "p_zhao", GroupDriver.All, role: GroupRole.Coordinator, by: by);

        var claims = _driver.Do(g => g.IssueToken(order, _driver.Now, new AccountState(by.Person, StaffRole.Expert, IsActive: true, []))).Answer.Value!;

        Assert.Equal((GroupRole.Expert, GroupDriver.Usual), (claims.Role, claims.Permissions));
    }

    [Fact]
    [Trait("attack", "1")]
    public void Attack_CommandOfASessionThatWasEnded_IsRefused()
    {
        var by = new Actor(new PersonId("p_zhao"), GroupDriver.All, "192.0.2.66", Session: "s1");
        var account = new AccountState(by.Person, StaffRole.Coordinator, IsActive: true, ["s1"]);

        Assert.Equal(RefusalCodes.SignInRequired, _driver.Do(g => g.Close(by, _driver.Now, account)).Answer.Refusal?.Code);
        Assert.Equal(GroupState.Open, _driver.Group.State);
    }
}
