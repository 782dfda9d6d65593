using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tests.Telemetry;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>902 connections with one guest link, each of which never enters and has sent 390 KB of a message that never ends: 370 MB of the server, for as long as they like.</summary>
[Trait("attack", "5")]
public sealed class UnfinishedMessages
{
    private const int Connections = 902;

    private static readonly string Unfinished = """{"type":1,"target":"Enter","arguments":[{"seatKey":" """ + new string('a', 390_000);

    [Fact]
    public async Task Connect_902OfOneLinkWith390KBEach_NoneIsKept()
    {
        // Here it is not the time to enter that ends them.
        await using var server = await TestServer.StartAsync(configure: options => options.HubEnterTime = TimeSpan.FromMinutes(1));
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var link = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());

        var opened = new List<RawHubConnection>();
        for (var i = 0; i < Connections; i++)
        {
            if (await RawHubConnection.TryOpenAsync(server.Address, link.Token) is { } connection)
            {
                opened.Add(connection);
                await connection.TrySendAsync(Unfinished, isWhole: false);
            }
        }

        await Task.WhenAll(opened.Select(connection => connection.Ended));

        // Most are refused before there is anything to keep; of the others each is ended at 4 KiB.
        Assert.True(opened.Count < Connections, $"{opened.Count} were let in.");
        Assert.NotEqual(0, log.Sum("hub.limited", ("limit", HubLimit.Connects)));
        Assert.NotEqual(0, log.Sum("hub.limited", ("limit", HubLimit.MessageSize)));
        await Eventually.HoldsAsync(() => server.Services.GetRequiredService<TerminalConnections>().Count == 0, "all are counted off");
        foreach (var connection in opened)
        {
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task Connect_MoreThanOneTokenMayHave_TheOldestThatHasNotEnteredMakesRoom()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.HubPerToken, options.HubEnterTime) = (3, TimeSpan.FromMinutes(1)));
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        await using var seat = await SeatedTerminal.TakeAsync(server, token);
        await using var first = await RawHubConnection.OpenAsync(server.Address, token.Token);
        await using var second = await RawHubConnection.OpenAsync(server.Address, token.Token);

        await using var third = await RawHubConnection.OpenAsync(server.Address, token.Token);

        await first.Ended;
        Assert.Contains("request.too_many", first.Reason, StringComparison.Ordinal);
        Assert.True(second.IsOpen && third.IsOpen);
        Assert.Null((await seat.Terminal.Snapshot()).Error);
    }

    [Fact]
    public async Task Connect_AllOfATokenHaveEntered_IsRefusedAndTheyStay()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubPerToken = 1);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", "device"));
        await using var entered = await SeatedTerminal.TakeAsync(server, token);

        Assert.Null(await RawHubConnection.TryOpenAsync(server.Address, token.Token));

        Assert.Null((await entered.Terminal.Snapshot()).Error);
    }

    [Fact]
    public async Task Connect_MoreThanOneNetworkMayHave_IsRefusedUntilOneGoes()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.HubPerAddress = 2);
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var one = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var two = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        var token = await applicant.EntryAsync(consultation.GroupId);

        Assert.Null(await RawHubConnection.TryOpenAsync(server.Address, token.Token));
        Assert.Equal(1, log.Sum("hub.limited", ("limit", HubLimit.AddressConnections)));

        await one.DisposeAsync();
        await Eventually.HoldsAsync(() => server.Services.GetRequiredService<TerminalConnections>().Count == 1, "one is counted off");
        await using var three = await SeatedTerminal.TakeAsync(server, token);
        Assert.Null((await three.Terminal.Snapshot()).Error);
    }
}
