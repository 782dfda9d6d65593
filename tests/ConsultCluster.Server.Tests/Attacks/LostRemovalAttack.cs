using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>
/// Somebody is removed while the server does not hear its group: the silo of the group was killed, and the group is active again in another silo, to which this server has not
/// subscribed yet. Here the other silo is a second home of the same group, which leaves the same hole.
/// </summary>
public sealed class LostRemovalAttack : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private TestServer _server = null!;
    private HttpClient _applicant = null!;
    private GroupId _group;
    private SeatedTerminal _doctor = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(configure: options => options.HubEnterTime = TimeSpan.FromMinutes(5));
        _applicant = await _server.ApplicantAsync();
        _group = new GroupId((await _applicant.RequestConsultationAsync()).GroupId);
        _doctor = await SeatedTerminal.TakeAsync(_server, await _applicant.EntryAsync(_group.Value));
    }

    public async Task DisposeAsync()
    {
        await _doctor.DisposeAsync();
        _applicant.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_RevokedUnheard_ConnectionEndsAndTheOthersLearnOfTheGap()
    {
        var token = await GuestAsync();
        await using var mallory = await SeatedTerminal.TakeAsync(_server, token);
        await using var guest = await SeatedTerminal.TakeAsync(_server, await GuestAsync());

        await ElsewhereAsync((group, by) => group.RevokeTokenAsync(new TokenId(token.TokenId), by));
        await Eventually.HoldsAsync(async () => (await _doctor.Terminal.SendMessage(new SendMessageRequest("m-1", "not for Mallory"))).Error is null);

        await mallory.Terminal.Closed.WaitAsync(Deadline);
        await guest.Terminal.Notices.WaitAsync<MissedNotice>();
        await guest.Terminal.Notices.WaitAsync<MessageNotice>();
        Assert.DoesNotContain(mallory.Terminal.Notices.All, notice => notice is MessageNotice);
        var again = await guest.Terminal.Enter(new EnterRequest(guest.SeatKey));
        Assert.Equal([_doctor.Id, guest.Id], again.Value!.Group.Members.Select(member => member.TerminalId));
    }

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_RevokedUnheardBeforeItEntered_ConnectionEnds()
    {
        var token = await GuestAsync();
        await using var waits = await RawHubConnection.OpenAsync(_server.Address, token.Token);
        await using var stays = await RawHubConnection.OpenAsync(_server.Address, (await GuestAsync()).Token);
        await waits.CallAsync("Enter", """[{"seatKey":"short"}]""");
        await stays.CallAsync("Enter", """[{"seatKey":"short"}]""");

        await ElsewhereAsync((group, by) => group.RevokeTokenAsync(new TokenId(token.TokenId), by));
        await _doctor.Terminal.SetMuted(["camera"]);

        await waits.Ended;
        Assert.Contains("token.revoked", waits.Reason, StringComparison.Ordinal);
        Assert.True(stays.IsOpen);
    }

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_ClosedUnheard_EndsForEverybody()
    {
        await using var guest = await SeatedTerminal.TakeAsync(_server, await GuestAsync());

        await ElsewhereAsync((group, by) => group.CloseAsync(by));
        await _doctor.Terminal.SetMuted(["camera"]);

        Assert.Equal("closed", (await guest.Terminal.Notices.WaitAsync<EndedNotice>()).State);
        await guest.Terminal.Closed.WaitAsync(Deadline);
        await _doctor.Terminal.Closed.WaitAsync(Deadline);
    }

    private Task<IssuedTokenDto> GuestAsync() => _applicant.IssueAsync(_group.Value, Requests.Guest());

    /// <summary>What the applicant does through another silo. The next command through this server finds that the group was there meanwhile.</summary>
    private async Task ElsewhereAsync(Func<IConsultationGroup, Actor, Task<Outcome>> command)
    {
        await using var other = await SiloHost.StartAsync(
            _server.Store,
            new FakeRelays(new FakeRelay("elsewhere")),
            _server.Clock,
            more: services => services.AddSingleton(_server.Services.GetRequiredService<IAccounts>()));
        var applicant = _doctor.Entered.Group.Members.Single().PersonId;
        await command(other.Groups.Get(_group), new Actor(new PersonId(applicant), Scene.All, "192.0.2.1")).Done();
    }
}
