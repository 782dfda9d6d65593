using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Auth;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>What a server process sends to an OpenTelemetry collector when the standard variables name one.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task Otlp_VariableIsSet_MetricsTracesAndLogsArriveWithoutPatientOrToken()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            new("OTEL_BSP_SCHEDULE_DELAY", "200"),
            new("OTEL_BLRP_SCHEDULE_DELAY", "200"),
            new("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = server.Address };
        (await client.PostAsJsonAsync("/api/session", new SignInRequest("li.applicant", DemoAccounts.Password))).EnsureSuccessStatusCode();
        var response = await client.PostAsJsonAsync("/api/consultations", new CreateConsultationRequest(
            null, new PatientDto("张三", 54, "male", "110101197001010011", null), "Chest pain", "urgent", null, "County Hospital", "Emergency", "Cardiology", null));
        var consultation = (await response.Content.ReadFromJsonAsync<ConsultationDetail>())!;
        response = await client.PostAsync($"/api/consultations/{consultation.GroupId}/entry", null);
        var token = (await response.Content.ReadFromJsonAsync<IssuedTokenDto>())!;
        await using var terminal = await HubTerminal.ConnectAsync(server.Address, token.Token);
        Assert.Null((await terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error);
        Assert.Null((await terminal.SendMessage(new SendMessageRequest("m-1", "请看心电图"))).Error);

        await collector.ReceivesAsync("/v1/traces", "RequestAsync");
        await collector.ReceivesAsync("/v1/traces", "SendMessageAsync");
        await collector.ReceivesAsync("/v1/metrics", "groups.command.duration");
        await collector.ReceivesAsync("/v1/logs", "listens on UDP");

        string[] secrets = ["张三", "110101197001010011", "Chest pain", "请看心电图", token.Token, DemoAccounts.Password];
        Assert.All(collector.Received, message => Assert.DoesNotContain(secrets, secret => message.Body.Contains(secret, StringComparison.Ordinal)));
    }
}
