using System.Net;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A page's own name points to this server: the browser asks us in that name and lets the page read the answer.</summary>
public sealed class DnsRebinding
{
    [Theory]
    [InlineData("/api/consultations")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    [Trait("attack", "17")]
    public async Task Request_ForAForeignName_IsRefused(string path)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerHost.StartAsync(Options(folder));

        using var answer = await AskAsync(server, path, "evil.example:8080");

        await answer.ProblemAsync(421, "http.host_unknown");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.7:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("localhost:8080")]
    [InlineData("app.localhost")]
    [InlineData("consult.example.org")]
    [InlineData("CONSULT.example.org.:443")]
    [InlineData("east.wards.example.org")]
    [InlineData(null)]
    [Trait("attack", "17")]
    public async Task Request_ForANameOfOurs_IsAnswered(string? host)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerHost.StartAsync(Options(folder));

        using var answer = await AskAsync(server, "/openapi/v1.json", host ?? Dns.GetHostName());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Probes and scrapers have names of their own for us.</summary>
    [Fact]
    [Trait("attack", "17")]
    public async Task Probe_ByAnyName_IsAnswered()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerHost.StartAsync(Options(folder));

        using var answer = await AskAsync(server, "/health/live", "consultcluster.ward.svc");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://consult.example.org")]
    [InlineData("consult.example.org:443")]
    [InlineData("consult.example.org/path")]
    [InlineData("*.*.org")]
    [Trait("attack", "17")]
    public void Hosts_ThatAreNoNames_AreRefusedAtStart(string host) =>
        Assert.Contains("--hosts must be host names", Assert.Single(Settings.Mistakes(["--hosts", host])), StringComparison.Ordinal);

    private static ServerOptions Options(TemporaryFolder folder)
    {
        var options = Settings.Load(["--hosts", "consult.example.org,*.wards.example.org"]);
        (options.HttpPort, options.RelayPort, options.Relays, options.Data) = (0, 0, 1, folder.Path);
        return options;
    }

    private static async Task<HttpResponseMessage> AskAsync(StartedServer server, string path, string host)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return await client.SendAsync(request);
    }
}
