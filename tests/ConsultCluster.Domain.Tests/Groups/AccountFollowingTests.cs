using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Tests.Groups;

public class AccountFollowingTests
{
    private static readonly PersonId Zhao = new("p_zhao");
    private static readonly PersonId Admin = new("p_admin");

    private readonly GroupDriver _driver = new();

    private static AccountState Account(StaffRole role, bool isActive = true, params string[] endedSessions) => new(Zhao, role, isActive, [.. endedSessions]);

    private static Actor By(string? session = "s1") => new(Zhao, GroupDriver.All, "192.0.2.9", Session: session);

    /// <summary>The coordinator's own token, and the seat that it gave.</summary>
    private (TokenClaims Claims, TerminalId Terminal) Sit(string session = "s1", string id = "t-own")
    {
        var claims = _driver.Issue(GroupDriver.Order(id, Zhao.Value, GroupDriver.All, role: GroupRole.Coordinator, by: By(session)));
        return (claims, _driver.Enter(claims, id).Value!.Terminal);
    }

    private TokenClaims Invite(string id, string? session = "s1", bool isUsed = false)
    {
        var claims = _driver.Issue(GroupDriver.Order(id, "guest-" + id, role: GroupRole.Patient, by: By(session)));
        if (isUsed)
        {
            Assert.True(_driver.Enter(claims, id).Succeeded);
        }

        return claims;
    }

    private void Follow(AccountState account, PasswordChange? password = null, DateTimeOffset? until = null)
    {
        _driver.Effects.Clear();
        _driver.Do(g => g.FollowAccount(account, password, Admin, "192.0.2.1", _driver.Now, until));
    }

    private bool IsLive(TokenClaims claims) => _driver.Group.TokenOf(claims.Id)!.IsLive;

    [Fact]
    public void FollowAccount_Disabled_EndsTokensSeatsAndInvitations()
    {
        var (own, terminal) = Sit();
        var (unused, used) = (Invite("unused"), Invite("used", isUsed: true));
        var other = _driver.Sit("p_other");

        Follow(Account(StaffRole.Coordinator, isActive: false));

        Assert.All([own, unused, used], claims => Assert.False(IsLive(claims)));
        Assert.Equal(other, Assert.Single(_driver.Group.Seats).Terminal);
        Assert.Equal(LeaveReason.Removed, _driver.Events.OfType<MemberLeft>().First(e => e.Terminal == terminal).Reason);
        Assert.Equal(2, _driver.Effects.OfType<SessionClosed>().Count());
        Assert.Equal(RefusalCodes.TokenRevoked, _driver.Enter(own, "t-own").Refusal?.Code);
        var entries = _driver.Effects.OfType<AuditWritten>().Where(e => e.Entry.Action == AuditActions.TokenRevoked).ToArray();
        Assert.Equal(3, entries.Length);
        Assert.All(entries, e => Assert.Equal((Admin, "192.0.2.1", true), (e.Entry.By, e.Entry.From, e.Entry.Detail.Contains("\"reason\":\"disabled\"", StringComparison.Ordinal))));
    }

    [Fact]
    public void FollowAccount_CoordinatorBecomesExpert_KeepsTheSeatAndItsMediaAndLosesTheRest()
    {
        var (own, terminal) = Sit();
        var (unused, used) = (Invite("unused"), Invite("used", isUsed: true));

        Follow(Account(StaffRole.Expert));

        var member = Assert.Single(_driver.Group.Seats).Member;
        Assert.Equal((terminal, GroupRole.Expert, GroupDriver.Usual), (member.Terminal, member.Role, member.Permissions));
        Assert.DoesNotContain(_driver.Effects.OfType<SessionClosed>(), e => e.Terminal == terminal);
        Assert.Equal(member, Assert.Single(_driver.Events.OfType<MemberEntered>()).Member);
        Assert.False(IsLive(unused) || IsLive(used));
        Assert.Contains(_driver.Effects.OfType<AuditWritten>(), e => e.Entry.Action == AuditActions.TokenNarrowed);
        // The signed token still says what it said: it is not forged, and gives what is left.
        Assert.True(_driver.Enter(own, "t-own").Value!.Resumed);
        Assert.Equal(GroupDriver.Usual, _driver.Member(terminal).Permissions);
    }

    [Fact]
    public void FollowAccount_RoleReturns_TokenIsWhatItWasAndNoMore()
    {
        var (_, terminal) = Sit();
        var expert = _driver.Enter(_driver.Issue(GroupDriver.Order("t-expert", Zhao.Value, by: By("s2"))), "e").Value!.Terminal;
        Follow(Account(StaffRole.Expert));

        Follow(Account(StaffRole.Coordinator));

        Assert.Equal((GroupRole.Coordinator, GroupDriver.All), (_driver.Member(terminal).Role, _driver.Member(terminal).Permissions));
        Assert.Equal((GroupRole.Expert, GroupDriver.Usual), (_driver.Member(expert).Role, _driver.Member(expert).Permissions));
    }

    [Theory]
    [InlineData(StaffRole.Administrator)]
    [InlineData(StaffRole.Applicant)]
    public void FollowAccount_RoleThatMayNotEnter_EndsTheStay(StaffRole role)
    {
        var (own, _) = Sit();

        Follow(Account(role));

        Assert.Empty(_driver.Group.Seats);
        Assert.False(IsLive(own));
    }

    [Fact]
    public void FollowAccount_SessionEnded_EndsWhatThePersonHasOfItAndItsUnusedInvitations()
    {
        var (first, _) = Sit("s1", "t1");
        var (second, other) = Sit("s2", "t2");
        var (unused, used, elsewhere) = (Invite("unused"), Invite("used", isUsed: true), Invite("elsewhere", "s2"));

        Follow(Account(StaffRole.Coordinator, isActive: true, "s1"));

        Assert.Equal((false, false), (IsLive(first), IsLive(unused)));
        Assert.All([second, used, elsewhere], claims => Assert.True(IsLive(claims)));
        Assert.Equal([other.Value, used.Person.Value], _driver.Group.Seats.Select(s => s.Member.Person == used.Person ? used.Person.Value : s.Terminal.Value));
    }

    /// <summary>Nobody announced it: the row of the session is gone. After half a day it may have gone by itself, and whoever is still inside stays.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(11.4, false)]
    [InlineData(11.6, true)]
    public void FollowAccount_SessionIsGone_EndsWhatItHadUnlessItMayHaveRunOut(double hours, bool stays)
    {
        var own = _driver.Issue(GroupDriver.Order("t1", Zhao.Value, GroupDriver.All, role: GroupRole.Coordinator, by: By(), lifetimeMinutes: 12 * 60));
        Assert.True(_driver.Enter(own, "tab").Succeeded);
        _driver.Advance(TimeSpan.FromHours(hours));

        Follow(Account(StaffRole.Coordinator) with { LiveSessions = ["s2"] });

        Assert.Equal(stays, IsLive(own));
        Assert.Equal(stays ? 1 : 0, _driver.Group.Seats.Length);
    }

    [Fact]
    public void FollowAccount_PasswordChanged_EndsEverythingButWhatTheKeptSessionHas()
    {
        var (kept, terminal) = Sit("s1", "t1");
        var (lost, _) = Sit("s2", "t2");
        var (keptLink, usedLink, oldLink) = (Invite("kept"), Invite("used", "s2", isUsed: true), Invite("old", session: null));

        Follow(Account(StaffRole.Coordinator), new PasswordChange("s1"));

        Assert.True(IsLive(kept) && IsLive(keptLink));
        Assert.All([lost, usedLink, oldLink], claims => Assert.False(IsLive(claims)));
        Assert.Equal(terminal, Assert.Single(_driver.Group.Seats).Terminal);
    }

    [Fact]
    public void FollowAccount_TokenIssuedAfterTheChange_Stays()
    {
        var before = Invite("before");
        var changed = _driver.Now;
        _driver.Advance(TimeSpan.FromSeconds(2));
        var after = Invite("after");

        Follow(AccountState.None(Zhao), new PasswordChange(null), changed);

        Assert.Equal((false, true), (IsLive(before), IsLive(after)));
    }

    [Fact]
    public void FollowAccount_Twice_ChangesNothing()
    {
        Sit();
        Invite("unused");
        Follow(Account(StaffRole.Expert));
        var before = _driver.Group;

        Follow(Account(StaffRole.Expert));

        Assert.Equal(GroupDocument.Write(before), GroupDocument.Write(_driver.Group));
        Assert.Empty(_driver.Effects);
        Assert.False(_driver.Group.IsBehind(Account(StaffRole.Expert), _driver.Now));
    }

    [Fact]
    public void FollowAccount_TokenThatExpiredWhileItsTerminalIsInside_IsEndedAsWell()
    {
        Sit();
        _driver.Advance(TimeSpan.FromHours(2));
        Assert.True(Assert.Single(_driver.Group.Tokens).Claims.ExpiresAt <= _driver.Now);

        Follow(Account(StaffRole.Coordinator, isActive: false));

        Assert.Empty(_driver.Group.Seats);
    }

    [Fact]
    public void Document_NarrowedTokenAndSession_SurviveJson()
    {
        Sit();
        Follow(Account(StaffRole.Expert));

        var read = GroupDocument.Read(GroupDocument.Write(_driver.Group), GroupDriver.Request(), GroupRules.Default);

        Assert.Equal(("s1", new TokenRights(GroupRole.Expert, GroupDriver.Usual)), (read.Tokens[0].Session, read.Tokens[0].Rights));
    }
}
