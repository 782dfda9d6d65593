using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tests.Groups;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Attacks;

/// <summary>One person takes all tokens or all seats, and locks out those who lead.</summary>
public class CrowdingAttack
{
    private const int Capacity = 4;

    private readonly GroupDriver _driver = new(Capacity);

    private static Actor Expert(string person = "p_mallory") => new(new PersonId(person), GroupDriver.Usual, "192.0.2.66", Session: "s1");

    private Outcome<TokenClaims> EnterByAccount(string id, Actor by, GroupRole role = GroupRole.Expert) => _driver.Do(g => g.IssueToken(
        GroupDriver.Order(id, by.Person.Value, by.Permissions, role: role, by: by), _driver.Now)).Answer;

    [Fact]
    [Trait("attack", "8")]
    public void Attack_ExpertAsksForOwnTokensWithoutEnd_HasOneAndTheApplicantGetsTheirs()
    {
        var claims = Enumerable.Range(0, 2 * GroupRules.MaxLiveTokens).Select(i => EnterByAccount($"t{i}", Expert()).Value!).ToArray();

        Assert.Single(claims.Distinct());
        Assert.Single(_driver.Group.Tokens);
        Assert.True(EnterByAccount("t-applicant", GroupDriver.Moderator, GroupRole.Applicant).Succeeded);
    }

    [Fact]
    [Trait("attack", "8")]
    public void Attack_ExpertUsesEachTokenAndSignsInAnew_KeepsAHandfulAlive()
    {
        for (var i = 0; i < 2 * GroupRules.MaxLiveTokens; i++)
        {
            var by = Expert() with { Session = $"s{i}" };
            var claims = EnterByAccount($"t{i}", by).Value!;
            var seat = _driver.Enter(claims, "tab").Value!;
            _driver.Do(g => g.Leave(seat.Terminal, by, _driver.Now));
        }

        Assert.Equal(GroupRules.Default.MaxTokensOfPerson, _driver.Group.Tokens.Count(t => t.IsLive));
    }

    [Fact]
    [Trait("attack", "8")]
    public void Attack_ModeratorInvitesWithoutEnd_IsStoppedAndOthersAreNot()
    {
        var mallory = new Actor(new PersonId("p_mallory"), GroupDriver.Usual | Permissions.Moderate, "192.0.2.66");
        Outcome<TokenClaims> Invite(int i, Actor by) => _driver.Do(g => g.IssueToken(GroupDriver.Order($"t{i}-{by.Person}", $"g{i}", by: by), _driver.Now)).Answer;

        var refused = Enumerable.Range(0, 100).Select(i => Invite(i, mallory)).SkipWhile(answer => answer.Succeeded).ToArray();

        Assert.Equal(100 - GroupRules.Default.MaxUnusedInvitations, refused.Length);
        Assert.All(refused, answer => Assert.Equal(RefusalCodes.RequestFlood, answer.Refusal?.Code));
        Assert.True(Invite(0, GroupDriver.Moderator).Succeeded);
    }

    [Fact]
    [Trait("attack", "8")]
    public void Attack_OneTokenForEveryTerminal_HasOneSeat()
    {
        var device = _driver.Issue(GroupDriver.Order("t-whip", "p_device", Permissions.Publish, role: GroupRole.Device, kind: TerminalKind.Whip));
        for (var i = 0; i < 2 * Capacity; i++)
        {
            Assert.True(_driver.Enter(device, $"session {i}").Succeeded);
        }

        Assert.Equal(device.Id, Assert.Single(_driver.Group.Seats).Member.Token);
    }

    [Fact]
    [Trait("attack", "8")]
    public void Attack_AllSeatsTaken_ApplicantAndCoordinatorEnterAndNobodyElse()
    {
        for (var i = 0; i < Capacity; i++)
        {
            Assert.True(_driver.Enter(EnterByAccount($"t{i}", Expert() with { Session = $"s{i}" }).Value!, $"tab {i}").Succeeded);
        }

        var applicant = EnterByAccount("t-applicant", GroupDriver.Moderator, GroupRole.Applicant).Value!;
        var coordinator = EnterByAccount("t-zhao", GroupDriver.Moderator with { Person = new PersonId("p_zhao") }, GroupRole.Coordinator).Value!;
        var expert = EnterByAccount("t-wang", Expert("p_wang")).Value!;

        Assert.Equal(RefusalCodes.GroupFull, _driver.Enter(expert, "tab").Refusal?.Code);
        Assert.True(_driver.Enter(applicant, "tab").Succeeded);
        Assert.True(_driver.Enter(coordinator, "tab").Succeeded);
        Assert.Equal(RefusalCodes.GroupFull, _driver.Enter(expert, "tab").Refusal?.Code);

        // Their own second device takes the place of the first: it cannot fill the house either.
        var second = EnterByAccount("t-applicant-2", GroupDriver.Moderator with { Session = "s2" }, GroupRole.Applicant).Value!;
        Assert.True(_driver.Enter(second, "phone").Succeeded);
        Assert.Equal(Capacity + 2, _driver.Group.Seats.Length);
        Assert.Equal(second.Id, Assert.Single(_driver.Group.Seats, s => s.Member.Role == GroupRole.Applicant).Member.Token);
    }

    [Fact]
    [Trait("attack", "8")]
    public void Attack_ColleaguesFillTheTokensOfTheGroup_ThoseWhoLeadStillGetTheirs()
    {
        // Each of many invitations was used once, so no quota of unused ones holds them.
        for (var i = 0; i < GroupRules.MaxLiveTokens; i++)
        {
            var claims = _driver.Issue(GroupDriver.Order($"t{i}", $"g{i}"));
            var seat = _driver.Enter(claims, "tab").Value!;
            _driver.Do(g => g.Leave(seat.Terminal, GroupDriver.Moderator with { Person = claims.Person }, _driver.Now));
        }

        Assert.Equal(RefusalCodes.RequestFlood, EnterByAccount("t-expert", Expert()).Refusal?.Code);
        Assert.True(EnterByAccount("t-applicant", GroupDriver.Moderator, GroupRole.Applicant).Succeeded);
    }
}
