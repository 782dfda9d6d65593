using System.Net;
using System.Net.Http.Json;
using System.Text;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>Whatever goes wrong, it is problem details with a code, and nothing leaks.</summary>
public sealed class ErrorTests(DemoServer fixture) : IClassFixture<DemoServer>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task UnknownAddressMethodAndType_AreProblems()
    {
        using var client = Server.Anonymous();

        await (await client.GetAsync("/api/nothing")).ProblemAsync(404, "http.not_found");
        await (await client.GetAsync("/nothing.js")).ProblemAsync(404, "http.not_found");
        await (await client.PutAsync("/api/session", null)).ProblemAsync(405, "http.method_not_allowed");
        await (await client.PostAsync("/api/session", new StringContent("x", Encoding.UTF8, "text/plain"))).ProblemAsync(415, "http.unsupported_media_type");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/sdp")]
    public async Task Problem_WhateverIsAccepted_IsStillAProblem(string accept)
    {
        using var client = Server.Anonymous();
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);

        await (await client.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
    }

    [Fact]
    public async Task Body_OverTheLimit_IsRefused()
    {
        using var applicant = await Server.ApplicantAsync();
        var form = Requests.Form() with { Complaint = new string('c', 100 * 1024) };

        await (await applicant.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(413, "request.too_large");
    }

    [Fact]
    public async Task Api_FloodOfOnePerson_IsSlowedDownAndOthersAreNot()
    {
        using var expert = await Server.ExpertAsync();
        using var applicant = await Server.ApplicantAsync();
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 2_000 && refused is null; i++)
        {
            var batch = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => expert.GetAsync("/api/session")));
            refused = batch.FirstOrDefault(r => r.StatusCode == HttpStatusCode.TooManyRequests);
        }

        await refused!.ProblemAsync(429, "request.too_many");
        Assert.NotNull(refused!.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await applicant.GetAsync("/api/session")).StatusCode);
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheSecurityHeaders()
    {
        using var client = Server.Anonymous();
        foreach (var path in new[] { "/api/session", "/health/live", "/nothing", "/openapi/v1.json" })
        {
            var headers = (await client.GetAsync(path)).Headers;

            Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("camera=(self)", headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
            Assert.False(headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryAddress()
    {
        using var client = Server.Anonymous();

        var document = await client.GetStringAsync("/openapi/v1.json");

        foreach (var path in new[] { "/api/session", "/api/setup", "/api/people", "/api/consultations/{groupId}/tokens/{tokenId}", "/whip", "/health/ready" })
        {
            Assert.Contains($"\"{path}", document, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Log_OfAWholeConsultation_NamesNoPatientNoTokenAndNoPassword()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        using var client = server.Anonymous();
        await client.PostAsync($"/hub/consultation/negotiate?negotiateVersion=1&access_token={token.Token}", null);
        await client.PostAsync($"/hub/consultation/negotiate?negotiateVersion=1&access_token={token.Token}x", null);
        await using var li = await SeatedTerminal.TakeAsync(server, token);
        await li.Terminal.SendMessage(new("m-1", "secret words"));
        await li.Terminal.Leave();

        var log = string.Join('\n', server.Log.Lines);

        foreach (var secret in new[] { "张三", "110101197001010011", "胸痛", token.Token, li.SeatKey, "secret words", "consult-demo-2026" })
        {
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Health_WhileAllIsWell_IsReady()
    {
        using var client = Server.Anonymous();

        Server.Relay.Share = 0.4;
        Assert.Equal(new HealthDto("ok", "ok", 1, 0.4) { Audit = "ok" }, await client.GetFromJsonAsync<HealthDto>("/health/ready") is { } ready ? ready with { Silo = null, Silos = null } : null);
        Assert.Equal(new HealthDto("ok", null, null, null), await client.GetFromJsonAsync<HealthDto>("/health/live"));
    }
}
