using System.Net;
using System.Text.Json;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Api.Cluster;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>The engine's own dashboard: for administrators, and without anything about patients.</summary>
public sealed class DashboardTests(DashboardTests.Fixture fixture) : IClassFixture<DashboardTests.Fixture>
{
    /// <summary>What the package would show and we do not.</summary>
    private static readonly string[] Withheld = ["GrainState", "Trace"];

    private TestServer Server => fixture.Server;

    /// <summary>One address for each endpoint of the package.</summary>
    private IReadOnlyList<string> Addresses =>
    [
        .. Server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith(DashboardPage.Path, StringComparison.Ordinal))
            .Select(path => path
                .Replace("{page:int}", "1", StringComparison.Ordinal)
                .Replace("img/{**path}", "img/OrleansLogo.png", StringComparison.Ordinal)
                .Replace("{**path}", "fa-solid-900.woff2", StringComparison.Ordinal)
                .Replace("{*path}", "127.0.0.1:11111@1", StringComparison.Ordinal)
                .Replace("{*address}", "127.0.0.1:11111@1", StringComparison.Ordinal)
                .Replace("{*grainName}", "ConsultCluster.Cluster.Groups.ConsultationGroupGrain", StringComparison.Ordinal))
            .Select(path => path == DashboardPage.Path ? path + "/" : path),
    ];

    [Fact]
    public async Task Dashboard_WithoutTheRole_IsRefusedAtEveryAddress()
    {
        using var stranger = Server.Anonymous();
        using var applicant = await Server.ApplicantAsync();
        using var expert = await Server.ExpertAsync();
        using var coordinator = await Server.CoordinatorAsync();

        Assert.True(Addresses.Count > 15, string.Join(' ', Addresses));
        foreach (var address in Addresses.Append(DashboardPage.Path))
        {
            await (await stranger.GetAsync(address)).ProblemAsync(401, "sign_in.required");
            foreach (var client in new[] { applicant, expert, coordinator })
            {
                await (await client.GetAsync(address)).ProblemAsync(403, "permission.missing");
            }
        }
    }

    [Fact]
    public void Endpoints_Metadata_RequireAnAdministratorAndStayOutOfTheApiDescription()
    {
        var endpoints = Server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(endpoint => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/')).StartsWith(DashboardPage.Path, StringComparison.Ordinal));

        Assert.All(endpoints, endpoint =>
        {
            Assert.Contains(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), one => one.Policy == StaffPolicies.Administrator);
            Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
            Assert.NotNull(endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>());
        });
    }

    /// <summary>What a new version of the package adds is in neither list, and fails here until somebody has looked at it.</summary>
    [Fact]
    public void Endpoints_OfThePackage_AreAllDecidedUpon()
    {
        Assert.Equal(
            Withheld.Order(StringComparer.Ordinal),
            Addresses.Where(address => !DashboardPage.IsShown(address)).Select(address => address[(DashboardPage.Path.Length + 1)..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Dashboard_OfAnAdministrator_ShowsFiguresAndWithholdsStateAndLog()
    {
        using var administrator = await Server.AdministratorAsync();

        Assert.Contains("index.min.js", await administrator.GetStringAsync(DashboardPage.Path + "/"), StringComparison.Ordinal);
        Assert.Contains("ConsultationGroupGrain", await administrator.GetStringAsync(DashboardPage.Path + "/GrainTypes"), StringComparison.Ordinal);
        var withoutSlash = await administrator.GetAsync(DashboardPage.Path);
        Assert.Equal(DashboardPage.Path + "/", withoutSlash.Headers.Location?.OriginalString);
        foreach (var path in new[] { "/GrainState?grainId=g&grainType=t", "/grainstate", "/Trace", "/TRACE" })
        {
            await (await administrator.GetAsync(DashboardPage.Path + path)).ProblemAsync(403, "permission.missing");
        }
    }

    /// <summary>Asked again and again as the page does, while a consultation with all its texts goes on.</summary>
    [Fact]
    public async Task Dashboard_DuringAConsultation_SaysNothingOfPatientPersonOrToken()
    {
        using var administrator = await Server.AdministratorAsync();
        using var applicant = await Server.ApplicantAsync();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        string? silo;
        while ((silo = await FirstSiloAsync(administrator)) is null)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        await using var seat = await SeatedTerminal.TakeAsync(Server, token);
        // Methods are measured while somebody looks, from a moment after the first look on.
        for (var i = 0; !(await ReadAsync(administrator, "/TopGrainMethods")).Contains("SendMessage", StringComparison.Ordinal); i++)
        {
            await seat.Terminal.SendMessage(new SendMessageRequest($"m-{i}", "ST elevation in V2"));
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        var texts = new List<string>();
        foreach (var address in Addresses.Where(address => DashboardPage.IsShown(address)))
        {
            using var response = await administrator.GetAsync(address.Replace("127.0.0.1:11111@1", silo, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            texts.Add($"{address} {await response.Content.ReadAsStringAsync()}");
        }

        string[] secrets =
        [
            "张三", "110101197001010011", "13800000000", "Chest pain", "胸痛", "County Hospital", "ST elevation", "li.applicant", "demo-applicant", token.Token, seat.Id,
        ];
        Assert.All(texts, text => Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    /// <summary>The dashboard knows its silos a moment after it was asked first.</summary>
    private static async Task<string?> FirstSiloAsync(HttpClient client)
    {
        using var counters = JsonDocument.Parse(await client.GetStringAsync(DashboardPage.Path + "/DashboardCounters"));
        return counters.RootElement.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("siloAddress").GetString()).FirstOrDefault();
    }

    [Fact]
    public async Task Policy_OfTheDashboard_IsItsOwnAndNobodyElses()
    {
        using var administrator = await Server.AdministratorAsync();

        var own = await PolicyAsync(administrator, DashboardPage.Path + "/");
        Assert.Contains("style-src 'self' 'unsafe-inline';", own, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", own, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", own, StringComparison.Ordinal);
        Assert.DoesNotContain("http", own, StringComparison.Ordinal);
        foreach (var path in new[] { "/api/cluster", "/api/cluster/dashboards", "/api/session" })
        {
            Assert.DoesNotContain("unsafe-inline", await PolicyAsync(administrator, path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cluster_WithDashboard_SaysWhereItIs()
    {
        using var administrator = await Server.AdministratorAsync();

        Assert.Contains("\"dashboard\":\"/api/cluster/dashboard/\"", await administrator.GetStringAsync("/api/cluster"), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(HttpClient client, string path) => client.GetStringAsync(DashboardPage.Path + path);

    private static async Task<string> PolicyAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private TestServer? _server;

        internal TestServer Server => _server!;

        public async Task InitializeAsync() => _server = await TestServer.StartAsync(dashboard: true);

        public async Task DisposeAsync() => await _server!.DisposeAsync();
    }

    /// <summary>Without the flag there is none, not for administrators either, and the silo takes part in no other's.</summary>
    public sealed class SwitchedOff(DemoServer fixture) : IClassFixture<DemoServer>
    {
        [Fact]
        public async Task Dashboard_WithoutTheFlag_IsNotThere()
        {
            using var administrator = await fixture.Server.AdministratorAsync();

            foreach (var path in new[] { "/", "/index.html", "/GrainTypes", "/Trace" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync(DashboardPage.Path + path)).StatusCode);
            }

            Assert.Contains("\"dashboard\":null", await administrator.GetStringAsync("/api/cluster"), StringComparison.Ordinal);
        }

        [Fact]
        public void GrainsOfTheSilo_WithoutTheFlag_AreOursAndTheEngines()
        {
            var grains = fixture.Server.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Orleans.Configuration.GrainTypeOptions>>().Value.Classes;

            Assert.Contains(grains, grain => grain.Name == "ConsultationGroupGrain");
            Assert.DoesNotContain(grains, grain => grain.Namespace!.StartsWith("Orleans.Dashboard", StringComparison.Ordinal));
        }
    }
}
