using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Cluster.Tests.Attacks;

/// <summary>
/// A coordinator goes on inside after the account has lost what it had, in one silo: the change is announced, or its announcement was lost with the process that made it, or the
/// database hangs.
/// </summary>
public sealed class OutlivedRightsAttack : IAsyncLifetime
{
    private const string Zhao = "p_zhao";

    private static readonly Actor _by = new(new PersonId(Zhao), Scene.All, "192.0.2.66", Session: "s1");

    private readonly RecordingObserver _observer = new();
    private SiloFixture _silo = null!;
    private TokenClaims _own = null!;
    private TokenClaims _link = null!;
    private TerminalId _zhao;
    private TerminalId _victim;

    private IConsultationGroup Group => _silo.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        _silo = await SiloFixture.StartAsync();
        _silo.Accounts.Set(Zhao, StaffRole.Coordinator);
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        await Group.SubscribeAsync(_observer).Value();
        (_, _victim) = await Group.SitAsync("victim");
        _own = await Group.IssueTokenAsync(Scene.Order(Zhao, Scene.All) with { By = _by, Role = GroupRole.Coordinator }).Value();
        _link = await Group.IssueTokenAsync(Scene.Order("guest") with { By = _by }).Value();
        _zhao = (await Group.EnterAsync(Scene.Entry(_own, Zhao)).Value()).Terminal;
        await Group.OfferAsync(_zhao, Scene.Offer).Value();
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Theory]
    [Trait("attack", "1")]
    [InlineData(AccountChangeKind.Disabled, null)]
    [InlineData(AccountChangeKind.PasswordChanged, "another session")]
    [InlineData(AccountChangeKind.PasswordChanged, null)]
    [InlineData(AccountChangeKind.SessionEnded, "s1")]
    public async Task Attack_ChangeAnnounced_SeatMediaTokenAndLinkAreOver(AccountChangeKind kind, string? session)
    {
        await AnnounceAsync(kind, session);

        await ZhaoIsOutAsync();
        Assert.Equal(RefusalCodes.TokenRevoked, await Group.EnterAsync(Scene.Entry(_link, "guest")).Refusal());
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_SessionThatStays_StaysWithItsSeatAndLinks()
    {
        await AnnounceAsync(AccountChangeKind.PasswordChanged, "s1");

        Assert.Contains((await Group.SnapshotAsync().Value()).Members, member => member.Terminal == _zhao);
        await Group.EnterAsync(Scene.Entry(_link, "guest")).Value();
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DemotedAndAnnounced_StaysAsExpertAndLeadsNoMore()
    {
        _silo.Accounts.Set(Zhao, StaffRole.Expert);
        await AnnounceAsync(AccountChangeKind.RoleChanged, null);

        await LeadsNoMoreAsync(RefusalCodes.PermissionMissing);
        Assert.Equal(GroupRole.Expert, (await _observer.HearAsync<MemberEntered>(e => e.Member.Terminal == _zhao && e.Resumed)).Member.Role);
        await Group.SendMessageAsync(_zhao, "m1", "what an expert may").Value();
        await Group.OfferAsync(_zhao, Scene.Offer).Value();
    }

    /// <summary>The process that changed the account died before it told anybody.</summary>
    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DisabledAndNotAnnounced_FirstCommandFindsIt()
    {
        _silo.Accounts.Set(Zhao, StaffRole.Coordinator, isActive: false);

        Assert.Equal(RefusalCodes.MemberUnknown, await Group.SendMessageAsync(_zhao, "m1", "still here").Refusal());
        await ZhaoIsOutAsync();
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DemotedAndNotAnnounced_LeadsNoMoreByAccountNorBySeat()
    {
        _silo.Accounts.Set(Zhao, StaffRole.Expert);

        await LeadsNoMoreAsync(RefusalCodes.PermissionMissing);
    }

    /// <summary>The request was on its way with the rights of a coordinator when they were taken.</summary>
    [Theory]
    [Trait("attack", "1")]
    [InlineData(StaffRole.Expert)]
    [InlineData(StaffRole.Administrator)]
    public async Task Attack_DemotedWhileRequestingAConsultation_IsRefused(StaffRole role)
    {
        var (id, request) = (new GroupId("g2"), Scene.Request("g2", "r2") with { Applicant = new PersonId(Zhao) });
        _silo.Accounts.Set(Zhao, role);

        Assert.Equal(RefusalCodes.PermissionMissing, await _silo.Groups.Get(id).RequestAsync(request, _by).Refusal());
        _silo.Accounts.Set(Zhao, StaffRole.Coordinator);
        await _silo.Groups.Get(id).RequestAsync(request, _by).Value();
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DisabledAndNotAnnounced_IsFoundThoughNobodyCalls()
    {
        _silo.Accounts.Set(Zhao, StaffRole.Coordinator, isActive: false);

        _silo.Clock.Advance(new Cluster.Hosting.GroupOptions().AccountsEvery);

        await ZhaoIsOutAsync();
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_SessionEndedAndNotAnnounced_IsFoundThoughNobodyCalls()
    {
        _silo.Accounts.SetSessions(Zhao, "another session");

        _silo.Clock.Advance(new Cluster.Hosting.GroupOptions().AccountsEvery);

        await ZhaoIsOutAsync();
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DisabledWhileTheServerWasDown_IsOutAfterTheRestart()
    {
        await _silo.Silo.DisposeAsync();
        _silo.Accounts.Set(Zhao, StaffRole.Coordinator, isActive: false);

        await _silo.RestartSiloAsync();

        Assert.DoesNotContain((await Group.SnapshotAsync().Value()).Members, member => member.Terminal == _zhao);
        Assert.Equal(RefusalCodes.TokenRevoked, await Group.EnterAsync(Scene.Entry(_own, Zhao)).Refusal());
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DatabaseAwayAtTheChange_IsOutAsSoonAsItIsBack()
    {
        _silo.Faults.Broken = true;
        await AnnounceAsync(AccountChangeKind.SessionEnded, "s1");
        Assert.Contains((await Group.SnapshotAsync().Value()).Members, member => member.Terminal == _zhao);

        _silo.Faults.Broken = false;
        _silo.Clock.Advance(TimeSpan.FromSeconds(1));

        await ZhaoIsOutAsync();
    }

    /// <summary>The administrator's click falls between the look at the account and the token's row.</summary>
    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DisabledWhileATokenIsIssued_TokenIsNotHandedOut()
    {
        _silo.Accounts.AfterRead = () => _silo.Accounts.Set(Zhao, StaffRole.Coordinator, isActive: false);

        Assert.Equal(RefusalCodes.PermissionMissing, await Group.IssueTokenAsync(Scene.Order("friend") with { By = _by }).Refusal());

        Assert.DoesNotContain(await _silo.Store.TokensAsync(Scene.Id), token => token.IssuedBy == _by.Person && token.IsLive);
    }

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_RemovedMemberWithItsOldRights_CommandsNothing()
    {
        await Group.LeaveAsync(_zhao, LeaveReason.Removed, Scene.Applicant).Done();

        await LeadsNoMoreAsync(RefusalCodes.MemberUnknown, byAccount: false);
        Assert.Equal(RefusalCodes.MemberUnknown, await Group.SendMessageAsync(_zhao, "m1", "still here").Refusal());
        Assert.Equal(RefusalCodes.MemberUnknown, await Group.OfferAsync(_zhao, Scene.Offer).Refusal());
        Assert.Equal(RefusalCodes.MemberUnknown, await Group.ProbesAsync(_zhao, null).Refusal());
    }

    private Task AnnounceAsync(AccountChangeKind kind, string? session) => _silo.Silo.Services.GetRequiredService<IAccountChanges>()
        .AnnounceAsync(new AccountChange(_by.Person, kind, session, new PersonId("p_admin"), "192.0.2.1"));

    private async Task ZhaoIsOutAsync()
    {
        await _observer.HearAsync<MemberLeft>(left => left.Terminal == _zhao);
        Assert.Equal([_victim], (await Group.SnapshotAsync().Value()).Members.Select(member => member.Terminal));
        Assert.Equal(RefusalCodes.TokenRevoked, await Group.EnterAsync(Scene.Entry(_own, Zhao)).Refusal());
        Assert.Equal(RefusalCodes.TokenRevoked, await Group.EnterAsync(Scene.Entry(_own, "another device")).Refusal());
        Assert.Null(_silo.RelayA.Session(Scene.Id, _zhao) ?? _silo.RelayB.Session(Scene.Id, _zhao));
    }

    private async Task LeadsNoMoreAsync(string code, bool byAccount = true)
    {
        foreach (var by in byAccount ? [_by, _by with { Seat = _zhao }] : new[] { _by with { Seat = _zhao } })
        {
            Assert.Equal(code, (await Group.CloseAsync(by)).Refusal?.Code);
            Assert.Equal(code, (await Group.LeaveAsync(_victim, LeaveReason.Removed, by)).Refusal?.Code);
            Assert.Equal(code, (await Group.SetMutedAsync(_victim, [MediaSource.Microphone], by)).Refusal?.Code);
            Assert.Equal(code, (await Group.IssueTokenAsync(Scene.Order("friend") with { By = by })).Refusal?.Code);
        }

        Assert.Contains((await Group.SnapshotAsync().Value()).Members, member => member.Terminal == _victim);
    }
}
