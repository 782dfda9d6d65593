using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Hosting;

/// <summary>The address that the audit names is what a proxy said, as far as that proxy is known.</summary>
public sealed class ProxyTests
{
    /// <summary>A client that made up the first address, the proxy that wrote the second, and one that wrote the third.</summary>
    private const string Forwarded = "203.0.113.66, 198.51.100.9, 10.1.2.3";

    [Theory]
    [InlineData(null, "10.1.2.3")]
    [InlineData("192.0.2.0/24", "10.1.2.3")]
    [InlineData("10.1.0.0/16", "198.51.100.9")]
    public async Task Address_BehindProxies_IsTheFirstThatNoKnownProxyHas(string? proxies, string expected)
    {
        using var folder = new TemporaryFolder();
        var options = Settings.Load(
            ["--http-port=0", "--relay-port=0", "--relays=1", "--demo", $"--data={folder.Path}", .. proxies is null ? Array.Empty<string>() : [$"--proxies={proxies}"]]);
        await using var server = await ServerHost.StartAsync(options);
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", Forwarded);
        (await client.PostAsJsonAsync("/api/session", new SignInRequest("zhao.coordinator", DemoAccounts.Password))).EnsureSuccessStatusCode();
        var consultation = await client.RequestConsultationAsync();

        var audit = await client.GetFromJsonAsync<AuditEntryDto[]>($"/api/consultations/{consultation.GroupId}/audit");

        Assert.NotEmpty(audit!);
        Assert.All(audit!, entry => Assert.Equal(expected, entry.From));
    }

    [Fact]
    public void Load_Proxies_AreNetworksOrAddresses()
    {
        var options = Settings.Load(["--proxies", "192.0.2.0/24, 2001:db8::7", "--proxies=198.51.100.9"]);

        Assert.Equal(["192.0.2.0/24", "2001:db8::7/128", "198.51.100.9/32"], options.Proxies.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("192.0.2.0/net")]
    [InlineData("192.0.2.0/33")]
    public void Load_ProxiesThatAreNoNetwork_SaysSo(string text)
    {
        Assert.Equal($"--proxies must be networks such as 192.0.2.0/24; {text} is none.", Assert.Single(Settings.Mistakes([$"--proxies={text}"])));
    }
}
