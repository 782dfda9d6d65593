using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Telemetry;

/// <summary>What the hub's, the groups' and the store's instruments say of what happened.</summary>
public sealed class InstrumentTests
{
    [Fact]
    public async Task Hub_ConnectionEntersAndGoes_IsCountedAndUncounted()
    {
        await using var server = await TestServer.StartAsync();
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);

        var seat = await SeatedTerminal.TakeAsync(server, token);
        await seat.Terminal.Snapshot();
        Assert.Equal((1, 1), (log.Sum("hub.connections"), log.Sum("hub.seats")));

        await seat.DisposeAsync();
        await Eventually.HoldsAsync(() => (log.Sum("hub.connections"), log.Sum("hub.seats")) == (0, 0), "measured");
    }

    [Fact]
    public async Task HubCall_Refused_IsMeasuredWithItsCode()
    {
        await using var server = await TestServer.StartAsync();
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var terminal = await server.ConnectAsync((await applicant.EntryAsync(consultation.GroupId)).Token);

        await terminal.Enter(new EnterRequest("short"));
        await terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()));

        Assert.Equal(1, log.Count("hub.call.duration", ("method", "Enter"), ("outcome", "request.invalid")));
        Assert.Equal(1, log.Count("hub.call.duration", ("method", "Enter"), ("outcome", "done")));
    }

    [Fact]
    public async Task GroupCommand_DoneAndRefused_IsMeasuredOnceEach()
    {
        await using var server = await TestServer.StartAsync();
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var seat = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));

        await seat.Terminal.SendMessage(new SendMessageRequest("m-1", "text"));
        await seat.Terminal.SendMessage(new SendMessageRequest(string.Empty, "text"));

        // A filter measures after it has passed the answer on.
        await Eventually.HoldsAsync(() => log.Count("groups.command.duration", ("command", "SendMessage"), ("outcome", "done")) == 1, "measured");
        await Eventually.HoldsAsync(() => log.Count("groups.command.duration", ("command", "SendMessage"), ("outcome", "request.invalid")) == 1, "measured");
    }

    [Fact]
    public async Task Store_DatabaseLocked_IsMeasuredAsUnavailable()
    {
        await using var server = await TestServer.StartAsync();
        using var log = new MeasurementLog(server.Services);
        using var applicant = await server.ApplicantAsync();
        await applicant.RequestConsultationAsync();
        var saved = log.Count("store.operation.duration", ("operation", "save"), ("outcome", "done"));

        using (DatabaseLock.Take(server.Data))
        {
            await applicant.PostAsync("/api/consultations", System.Net.Http.Json.JsonContent.Create(Requests.Form()));
        }

        Assert.True(saved > 0);
        Assert.NotEqual(0, log.Count("store.operation.duration", ("operation", "save"), ("outcome", "unavailable")));
    }
}
