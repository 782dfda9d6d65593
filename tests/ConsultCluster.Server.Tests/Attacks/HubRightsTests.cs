using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Walks every method of the hub with everybody who may be inside, and with those who were.</summary>
public sealed class HubRightsTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _applicant = null!;
    private HttpClient _administrator = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _applicant = await _server.ApplicantAsync();
        _administrator = await _server.AdministratorAsync();
    }

    public async Task DisposeAsync()
    {
        _applicant.Dispose();
        _administrator.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>A new method needs a row that says who may call it.</summary>
    [Fact]
    [Trait("attack", "2")]
    public void Attack_MethodWithoutARow_IsFound() => Assert.Equal(
        typeof(IConsultationHub).GetMethods().Select(method => method.Name).Order(StringComparer.Ordinal),
        HubRights.Rows.Select(row => row.Method).Order(StringComparer.Ordinal));

    [Theory]
    [Trait("attack", "2")]
    [InlineData(nameof(HubCaller.Unentered))]
    [InlineData(nameof(HubCaller.Removed))]
    [InlineData(nameof(HubCaller.Applicant))]
    [InlineData(nameof(HubCaller.Coordinator))]
    [InlineData(nameof(HubCaller.Expert))]
    [InlineData(nameof(HubCaller.Guest))]
    [InlineData(nameof(HubCaller.Observer))]
    [InlineData(nameof(HubCaller.Demoted))]
    public async Task Attack_EveryMethodAs_IsAnsweredAsTheTableSays(string caller)
    {
        var column = Enum.Parse<HubCaller>(caller);
        var wrong = new List<string>();
        foreach (var (method, refusals) in HubRights.Rows)
        {
            var answered = await AskAsync(column, method);
            if (answered != refusals[(int)column] && !(column == HubCaller.Removed && answered == HubRights.Closed))
            {
                wrong.Add($"{method}: {answered ?? "done"} instead of {refusals[(int)column] ?? "done"}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    /// <summary>A consultation of its own for each call, with a victim inside.</summary>
    private async Task<string?> AskAsync(HubCaller caller, string method)
    {
        var consultation = await _applicant.RequestConsultationAsync();
        await using var victim = await SeatedTerminal.TakeAsync(_server, await _applicant.IssueAsync(consultation.GroupId, Requests.Guest()));
        await using var terminal = await _server.ConnectAsync((await TokenAsync(caller, consultation.GroupId)).Token);
        var seatKey = HubTerminal.NewSeatKey();
        if (caller == HubCaller.Unentered)
        {
            return await HubRights.CallAsync(terminal, method, seatKey, victim.Id);
        }

        var entered = await terminal.Enter(new EnterRequest(seatKey));
        Assert.Null(entered.Error);
        switch (caller)
        {
            case HubCaller.Removed:
                await using (var li = await SeatedTerminal.TakeAsync(_server, await _applicant.EntryAsync(consultation.GroupId)))
                {
                    Assert.Null((await li.Terminal.Remove(entered.Value!.TerminalId)).Error);
                }

                return await HubRights.CallAsync(terminal, method, seatKey, victim.Id);
            case HubCaller.Demoted:
                await ChangeCoordinatorAsync("expert");
                var answered = await HubRights.CallAsync(terminal, method, seatKey, victim.Id);
                await ChangeCoordinatorAsync("coordinator");
                return answered;
            default:
                return await HubRights.CallAsync(terminal, method, seatKey, victim.Id);
        }
    }

    private async Task<IssuedTokenDto> TokenAsync(HubCaller caller, string group)
    {
        switch (caller)
        {
            case HubCaller.Guest:
                return await _applicant.IssueAsync(group, Requests.Guest());
            case HubCaller.Observer:
                return await _applicant.IssueAsync(group, Requests.Guest("observer"));
            case HubCaller.Coordinator or HubCaller.Demoted:
                // Each change of the account ends the sessions before.
                using (var coordinator = await _server.SignInAsync("zhao.coordinator", Server.Auth.DemoAccounts.Password))
                {
                    return await coordinator.EntryAsync(group);
                }

            case HubCaller.Expert or HubCaller.Removed or HubCaller.Unentered:
                using (var expert = await _server.ExpertAsync())
                {
                    return await expert.EntryAsync(group);
                }

            default:
                return await _applicant.EntryAsync(group);
        }
    }

    private async Task ChangeCoordinatorAsync(string role)
    {
        var zhao = (await _administrator.GetFromJsonAsync<PersonDto[]>("/api/people"))!.Single(person => person.UserName == "zhao.coordinator").PersonId;
        var changed = await _administrator.PatchAsJsonAsync($"/api/people/{zhao}", new UpdatePersonRequest(null, role, null, null));
        changed.EnsureSuccessStatusCode();
        await _server.Services.GetRequiredService<IAccountChanges>().AnnounceAsync(
            new AccountChange(new PersonId(zhao), AccountChangeKind.RoleChanged, null, new PersonId("demo-administrator"), "127.0.0.1"));
    }
}
