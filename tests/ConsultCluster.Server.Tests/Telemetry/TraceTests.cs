using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Telemetry;

/// <summary>A trace that begins at a caller reaches the group's grain.</summary>
public sealed class TraceTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string Grains = "Microsoft.Orleans.Application";
    private const string Hub = "Microsoft.AspNetCore.SignalR.Server";

    [Fact]
    public async Task Trace_OfHttpRequest_ReachesTheGrain()
    {
        using var applicant = await demo.Server.ApplicantAsync();
        using var log = new ActivityLog();
        applicant.DefaultRequestHeaders.Add("traceparent", log.Root.Id);

        await applicant.RequestConsultationAsync();

        var grain = await log.WaitAsync(Grains, "RequestAsync");
        Assert.Equal(log.Root.TraceId, grain.TraceId);
    }

    [Fact]
    public async Task Trace_OfHubCall_ReachesTheGrain()
    {
        using var applicant = await demo.Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        await using var seat = await SeatedTerminal.TakeAsync(demo.Server, token);
        using var log = new ActivityLog();

        Assert.Null((await seat.Terminal.SendMessage(new SendMessageRequest("m-1", "请看心电图"))).Error);

        await log.WaitAsync(Hub, "SendMessage");
        await log.WaitAsync(Grains, "SendMessageAsync");
    }

    [Fact]
    public async Task Trace_OfConsultation_NamesNoPatientAndNoSecret()
    {
        using var applicant = await demo.Server.ApplicantAsync();
        using var log = new ActivityLog();
        applicant.DefaultRequestHeaders.Add("traceparent", log.Root.Id);
        var form = Requests.Form();
        var response = await applicant.PostAsJsonAsync("/api/consultations", form);
        var consultation = await response.ReadAsync<ConsultationDetail>();
        var token = await applicant.EntryAsync(consultation.GroupId);
        await using var seat = await SeatedTerminal.TakeAsync(demo.Server, token);
        await seat.Terminal.SendMessage(new SendMessageRequest("m-1", "请看心电图"));
        await log.WaitAsync(Grains, "SendMessageAsync");

        string[] secrets = [form.Patient!.Name!, form.Patient.IdNumber!, form.Patient.Phone!, "Chest pain", "请看心电图", token.Token];
        var texts = log.Finished.SelectMany(a => a.TagObjects.Select(tag => $"{tag.Value}").Append(a.DisplayName)).ToArray();
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal)));
    }
}
