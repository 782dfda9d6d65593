using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Connections that are opened and left: silent or pinging, still there 45 s after their token was revoked and their group closed.</summary>
[Trait("attack", "5")]
public sealed class ConnectionsThatNeverEnter
{
    private const string Ping = """{"type":6}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_DoesNotEnterInTime_EndsWhetherItPingsOrNot(bool pings)
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubEnterTime = TimeSpan.FromMilliseconds(300));
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var connection = await RawHubConnection.OpenAsync(server.Address, (await applicant.EntryAsync(consultation.GroupId)).Token);

        if (pings)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(150));
            while (await timer.WaitForNextTickAsync() && await connection.TrySendAsync(Ping) && connection.IsOpen)
            {
            }
        }

        await connection.Ended;
        Assert.Contains("member.unknown", connection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_DoesNotEnter_IsInTheAuditOfItsGroup()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubEnterTime = TimeSpan.FromMilliseconds(1));
        using var coordinator = await server.CoordinatorAsync();
        var consultation = await coordinator.RequestConsultationAsync();
        await using var connection = await RawHubConnection.OpenAsync(server.Address, (await coordinator.EntryAsync(consultation.GroupId)).Token);
        await connection.Ended;

        // Written beside the connection's end.
        AuditEntryDto? entry = null;
        await Eventually.HoldsAsync(() => (entry = Read()) is not null, "the audit entry");

        Assert.Equal("127.0.0.1", entry!.From);
        Assert.Contains(@"""limit"":""enter_time""", entry.Detail, StringComparison.Ordinal);

        AuditEntryDto? Read() => coordinator.GetFromJsonAsync<AuditEntryDto[]>($"/api/consultations/{consultation.GroupId}/audit").GetAwaiter().GetResult()!
            .FirstOrDefault(one => one.Action == "hub.limited");
    }

    [Fact]
    public async Task RevokeToken_ConnectionHasNotEntered_Ends()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubEnterTime = TimeSpan.FromMinutes(1));
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var seat = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        var revoked = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        var kept = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        await using var goes = await RawHubConnection.OpenAsync(server.Address, revoked.Token);
        await using var stays = await RawHubConnection.OpenAsync(server.Address, kept.Token);
        await AnsweredAsync(goes, stays);

        (await applicant.DeleteAsync($"/api/consultations/{consultation.GroupId}/tokens/{revoked.TokenId}")).EnsureSuccessStatusCode();

        await goes.Ended;
        Assert.Contains("token.revoked", goes.Reason, StringComparison.Ordinal);
        Assert.True(stays.IsOpen);
    }

    [Fact]
    public async Task Close_ConnectionHasNotEntered_Ends()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubEnterTime = TimeSpan.FromMinutes(1));
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var seat = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var connection = await RawHubConnection.OpenAsync(server.Address, (await applicant.EntryAsync(consultation.GroupId)).Token);
        await AnsweredAsync(connection);

        (await applicant.PostAsync($"/api/consultations/{consultation.GroupId}/close", null)).EnsureSuccessStatusCode();

        await connection.Ended;
        Assert.Contains("group.closed", connection.Reason, StringComparison.Ordinal);
    }

    /// <summary>The hub has a subscription to the group for the terminal that sits there; after any answer it has these connections on its list.</summary>
    private static async Task AnsweredAsync(params RawHubConnection[] connections)
    {
        foreach (var connection in connections)
        {
            await connection.CallAsync("Enter", """[{"seatKey":"short"}]""");
        }
    }
}
