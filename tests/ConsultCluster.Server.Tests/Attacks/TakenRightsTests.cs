using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>
/// A right is taken at one server of a cluster; whoever had it is at the other one, with an open page, a terminal inside, and a link handed out. Every endpoint that takes a right
/// and every method of the hub is asked again.
/// </summary>
public sealed class TakenRightsTests : IAsyncLifetime
{
    private TwoServers _servers = null!;
    private HttpClient _administrator = null!;
    private HttpClient _applicant = null!;
    private string _group = null!;
    private HubTerminal _victim = null!;
    private string _victimId = null!;

    public async Task InitializeAsync()
    {
        _servers = await TwoServers.StartAsync();
        _administrator = await TwoServers.SignInAsync(_servers.First, "admin");
        _applicant = await TwoServers.SignInAsync(_servers.First, "li.applicant");
        _group = (await _applicant.RequestConsultationAsync()).GroupId;
        _victim = await HubTerminal.ConnectAsync(_servers.First.Address, (await _applicant.EntryAsync(_group)).Token);
        _victimId = (await _victim.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Value!.TerminalId;
    }

    public async Task DisposeAsync()
    {
        await _victim.DisposeAsync();
        _applicant.Dispose();
        _administrator.Dispose();
        await _servers.DisposeAsync();
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DemotedAtTheOtherServer_KeepsAnExpertsRightsAndNoOther()
    {
        using var zhao = await TwoServers.SignInAsync(_servers.Second, "zhao.coordinator");
        var (terminal, seatKey) = await InsideAsync(await zhao.EntryAsync(_group));
        await using var inside = terminal;
        var link = await zhao.IssueAsync(_group, Requests.Guest(singleUse: false));

        await ChangeAsync(new UpdatePersonRequest(null, "expert", null, null), AccountChangeKind.RoleChanged);

        await WalkAsync(terminal, seatKey, HubCaller.Demoted);
        await DeadAsync(link);

        // Signed in again: every endpoint as for any expert.
        using var again = await TwoServers.SignInAsync(_servers.Second, "zhao.coordinator");
        await WalkAsync(again, Caller.Expert);
        Assert.NotEmpty((await _victim.Snapshot()).Value!.Members);
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DisabledAtTheOtherServer_HasNothingLeft()
    {
        using var zhao = await TwoServers.SignInAsync(_servers.Second, "zhao.coordinator");
        var own = await zhao.EntryAsync(_group);
        var (terminal, seatKey) = await InsideAsync(own);
        await using var inside = terminal;
        var link = await zhao.IssueAsync(_group, Requests.Guest(singleUse: false));
        var encoder = await zhao.IssueAsync(_group, Requests.Guest("device", "whip"));

        await ChangeAsync(new UpdatePersonRequest(null, null, null, Disabled: true), AccountChangeKind.Disabled);

        await WalkAsync(terminal, seatKey, HubCaller.Removed);
        await WalkAsync(zhao, Caller.Anonymous);
        await DeadAsync(own);
        await DeadAsync(link);
        using var whip = TwoServers.Bearer(_servers.Second, encoder);
        var refused = await whip.PostAsync("/whip", new StringContent("v=0", null, "application/sdp"));
        await refused.ProblemAsync(401, RefusalCodes.TokenRevoked);
        Assert.Equal("removed", (await _victim.Notices.WaitAsync<LeftNotice>(left => left.TerminalId != _victimId)).Reason);
    }

    [Theory]
    [Trait("attack", "1")]
    [InlineData(AccountChangeKind.PasswordChanged)]
    public async Task Attack_PasswordResetAtTheOtherServer_IsOutUntilItSignsInAgain(AccountChangeKind kind)
    {
        using var zhao = await TwoServers.SignInAsync(_servers.Second, "zhao.coordinator");
        var own = await zhao.EntryAsync(_group);
        var (terminal, seatKey) = await InsideAsync(own);
        await using var inside = terminal;

        await ChangeAsync(new UpdatePersonRequest(null, null, "another-password-1", null), kind);

        await WalkAsync(terminal, seatKey, HubCaller.Removed);
        await WalkAsync(zhao, Caller.Anonymous);
        await DeadAsync(own);
    }

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_RemovedAtTheOtherServer_HearsAndSaysNothingMore()
    {
        using var zhao = await TwoServers.SignInAsync(_servers.Second, "zhao.coordinator");
        var (terminal, seatKey) = await InsideAsync(await zhao.EntryAsync(_group));
        await using var inside = terminal;
        var zhaoId = (await terminal.Snapshot()).Value!.Members.Single(member => member.Role == "coordinator").TerminalId;

        Assert.Null((await _victim.Remove(zhaoId)).Error);
        Assert.Null((await _victim.SendMessage(new SendMessageRequest("secret", "not for who was removed"))).Error);

        await WalkAsync(terminal, seatKey, HubCaller.Removed);
        await terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(terminal.Notices.All, notice => notice is MessageNotice);
        Assert.IsType<LeftNotice>(terminal.Notices.All[^1]);
    }

    /// <summary>A terminal at the second server.</summary>
    private async Task<(HubTerminal Terminal, string SeatKey)> InsideAsync(IssuedTokenDto token)
    {
        var terminal = await HubTerminal.ConnectAsync(_servers.Second.Address, token.Token);
        var seatKey = HubTerminal.NewSeatKey();
        Assert.Null((await terminal.Enter(new EnterRequest(seatKey))).Error);
        return (terminal, seatKey);
    }

    /// <summary>The administrator changes the coordinator's account at the first server.</summary>
    private async Task ChangeAsync(UpdatePersonRequest request, AccountChangeKind kind)
    {
        var id = (await _administrator.GetFromJsonAsync<PersonDto[]>("/api/people"))!.Single(person => person.UserName == "zhao.coordinator").PersonId;
        (await _administrator.PatchAsJsonAsync($"/api/people/{id}", request)).EnsureSuccessStatusCode();
        await _servers.First.Services.GetRequiredService<IAccountChanges>()
            .AnnounceAsync(new AccountChange(new PersonId(id), kind, null, new PersonId("demo-administrator"), "127.0.0.1"));
    }

    private async Task WalkAsync(HubTerminal terminal, string seatKey, HubCaller caller)
    {
        var wrong = new List<string>();
        foreach (var (method, refusals) in HubRights.Rows.Where(row => row.Method != nameof(IConsultationHub.Leave)))
        {
            var answered = await HubRights.CallAsync(terminal, method, seatKey, _victimId);
            if (answered != refusals[(int)caller] && !(caller == HubCaller.Removed && answered == HubRights.Closed))
            {
                wrong.Add($"{method}: {answered ?? "done"} instead of {refusals[(int)caller] ?? "done"}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    /// <summary>Every endpoint of the consultation that asks for the account, with the session that is open at the second server.</summary>
    private async Task WalkAsync(HttpClient client, Caller caller)
    {
        var wrong = new List<string>();
        foreach (var row in EndpointRights.Rows.Where(row => row.Route.StartsWith("/api/", StringComparison.Ordinal) && row.Route is not ("/api/session/" or "/api/setup")))
        {
            var address = row.Route.Replace("{groupId}", _group, StringComparison.Ordinal).Replace("{tokenId}", "none", StringComparison.Ordinal)
                .Replace("{personId}", "nobody", StringComparison.Ordinal).Replace("{node}", "nowhere", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(row.Method), address);
            request.Content = row.Method is "POST" or "PATCH" ? JsonContent.Create(new { }) : null;
            using var response = await client.SendAsync(request);
            if ((int)response.StatusCode != row.StatusFor(caller))
            {
                wrong.Add($"{row.Name}: {(int)response.StatusCode} instead of {row.StatusFor(caller)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    /// <summary>Nobody comes in with the token, at either server.</summary>
    private async Task DeadAsync(IssuedTokenDto token)
    {
        foreach (var server in new[] { _servers.First, _servers.Second })
        {
            await using var terminal = await HubTerminal.ConnectAsync(server.Address, token.Token);
            Assert.Equal(RefusalCodes.TokenRevoked, (await terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error?.Code);
        }
    }
}
