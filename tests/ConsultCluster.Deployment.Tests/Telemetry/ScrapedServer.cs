using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Auth;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>A server with a consultation in which a terminal sits, and Prometheus that reads it.</summary>
public sealed class ScrapedServer : IAsyncLifetime
{
    private ServerProcess? _server;
    private HubTerminal? _terminal;
    private PrometheusServer? _prometheus;

    /// <summary>Address of plain HTTP.</summary>
    public Uri Address => _server!.Address;

    /// <summary>What belongs to this consultation alone.</summary>
    public IReadOnlyList<string> Private { get; private set; } = [];

    internal PrometheusServer Prometheus => _prometheus!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = _server.Address };
        await PostAsync<PersonDto>(client, "/api/session", new SignInRequest("li.applicant", DemoAccounts.Password));
        var consultation = await PostAsync<ConsultationDetail>(client, "/api/consultations", new CreateConsultationRequest(
            null, new PatientDto("张三", 54, "male", null, null), "Chest pain", "urgent", null, "County Hospital", "Emergency", "Cardiology", null));
        var token = await PostAsync<IssuedTokenDto>(client, $"/api/consultations/{consultation.GroupId}/entry", null);
        _terminal = await HubTerminal.ConnectAsync(_server.Address, token.Token);
        var entered = await _terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()));
        Assert.Null(entered.Error);
        Private = ["张三", "Chest pain", "County Hospital", "li.applicant", token.Token, consultation.GroupId, entered.Value!.TerminalId];
        _prometheus = await PrometheusServer.StartAsync(_server.Address);
    }

    public async Task DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        if (_terminal is not null)
        {
            await _terminal.DisposeAsync();
        }

        await _server!.DisposeAsync();
    }

    private static async Task<T> PostAsync<T>(HttpClient client, string path, object? body)
        where T : class
    {
        var response = await client.PostAsync(path, body is null ? null : JsonContent.Create(body));
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }
}
