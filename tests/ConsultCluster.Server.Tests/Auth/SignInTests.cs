using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Auth;

public sealed class SignInTests
{
    [Fact]
    public async Task SignIn_RightPassword_SetsACookieThatScriptsAndOtherSitesCannotUse()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();

        var response = await TryAsync(client, "LI.Applicant", DemoAccounts.Password);

        var person = await response.ReadAsync<PersonDto>();
        Assert.Equal("applicant", person.Role);
        var cookies = response.Headers.GetValues("Set-Cookie").ToArray();
        Assert.Equal(["consult_device", "consult_staff"], cookies.Select(cookie => cookie.Split('=')[0]).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, cookie => Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("li.applicant")]
    [InlineData("no.such.person")]
    public async Task SignIn_FailuresInARow_AreDelayedWhetherTheAccountExistsOrNot(string userName)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        for (var i = 0; i <= SignInThrottle.Free; i++)
        {
            await (await TryAsync(client, userName, "wrong")).ProblemAsync(401, "sign_in.failed");
        }

        var delayed = await TryAsync(client, userName, "wrong");
        await delayed.ProblemAsync(429, "sign_in.delayed");
        Assert.InRange(delayed.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        await (await TryAsync(client, "wang.expert", DemoAccounts.Password)).ReadAsync<SignedInDto>();

        server.Clock.Advance(TimeSpan.FromSeconds(3));
        await (await TryAsync(client, userName, "wrong")).ProblemAsync(401, "sign_in.failed");
    }

    [Fact]
    public async Task SignIn_Flood_IsSlowedDown()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
        {
            answers.Add((await TryAsync(client, "li.applicant", "wrong")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        var last = await TryAsync(client, "li.applicant", "wrong");
        await last.ProblemAsync(429, "request.too_many");
        Assert.NotNull(last.Headers.RetryAfter);
    }

    [Fact]
    public async Task Session_AfterSignOutOrChangeOfTheAccount_IsOver()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AdministratorAsync();
        using var expert = await server.ExpertAsync();
        using var applicant = await server.SignInAsync("li.applicant", DemoAccounts.Password);

        Assert.Equal(HttpStatusCode.NoContent, (await applicant.DeleteAsync("/api/session")).StatusCode);
        await (await applicant.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");

        Assert.Equal("expert", (await expert.GetFromJsonAsync<PersonDto>("/api/session"))!.Role);
        await (await admin.PatchAsJsonAsync("/api/people/demo-expert", new UpdatePersonRequest(null, null, null, Disabled: true))).ReadAsync<PersonDto>();
        await (await expert.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        using var client = server.Anonymous();
        await (await TryAsync(client, "wang.expert", DemoAccounts.Password)).ProblemAsync(401, "sign_in.failed");
    }

    [Fact]
    public async Task Session_AfterARestart_IsStillGood()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var cookie = (await TryAsync(client, "li.applicant", DemoAccounts.Password)).Cookies();

        await server.RestartAsync();

        using var again = server.Anonymous();
        again.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal("li.applicant", (await again.GetFromJsonAsync<PersonDto>("/api/session"))!.UserName);
    }

    [Fact]
    public async Task UnsafeRequest_FromAnotherSite_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();

        await (await SendAsync(applicant, "Origin", "https://evil.example")).ProblemAsync(403, "http.foreign_origin");
        await (await SendAsync(applicant, "Origin", "null")).ProblemAsync(403, "http.foreign_origin");
        await (await SendAsync(applicant, "Sec-Fetch-Site", "cross-site")).ProblemAsync(403, "http.foreign_origin");
        await (await SendAsync(applicant, "Sec-Fetch-Site", "same-site")).ProblemAsync(403, "http.foreign_origin");
        await (await SendAsync(applicant, "Sec-Fetch-Site", "same-origin")).ReadAsync<ConsultationDetail>();
        await (await SendAsync(applicant, "Origin", server.Address.GetLeftPart(UriPartial.Authority))).ReadAsync<ConsultationDetail>();
    }

    [Fact]
    public async Task DemoAccounts_WithoutTheFlag_CannotSignIn()
    {
        await using var server = await TestServer.StartAsync();
        await server.RestartAsync(demo: false);
        using var client = server.Anonymous();

        await (await TryAsync(client, "admin", DemoAccounts.Password)).ProblemAsync(401, "sign_in.failed");
        Assert.NotNull(server.SetupCode);
    }

    private static Task<HttpResponseMessage> TryAsync(HttpClient client, string userName, string password) =>
        client.PostAsJsonAsync("/api/session", new SignInRequest(userName, password));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/consultations") { Content = JsonContent.Create(Requests.Form()) };
        request.Headers.Add(header, value);
        return await client.SendAsync(request);
    }
}
