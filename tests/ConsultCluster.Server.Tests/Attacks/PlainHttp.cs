using System.Net;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Network;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Whoever is on the way reads what plain HTTP carries, or takes HTTPS out of a link.</summary>
public sealed class PlainHttp
{
    [Fact]
    [Trait("attack", "17")]
    public async Task Start_PlainHttpForOthers_IsSaidAtStartAndInTheLog()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { HttpPort = FreePorts.Tcp(), RelayPort = 0, Relays = 1, Data = folder.Path };
        options.Advertise.Add(IPAddress.Parse("192.0.2.7"));
        var log = new LogCollector();
        await using var server = await ServerHost.StartAsync(options, services => services.AddSingleton<ILoggerProvider>(log));
        await using var message = new StringWriter();

        StartMessage.Print(server, options, message);

        Assert.Contains($"warning Plain HTTP on every interface, TCP port {options.HttpPort}", message.ToString(), StringComparison.Ordinal);
        Assert.Contains("--https", message.ToString(), StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Plain HTTP on every interface", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("attack", "17")]
    public async Task Start_Loopback_WarnsOfNothing()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path };
        await using var server = await ServerHost.StartAsync(options);
        await using var message = new StringWriter();

        StartMessage.Print(server, options, message);

        Assert.DoesNotContain("warning", message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consult.example.org", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [Trait("attack", "17")]
    public async Task Https_ByName_BrowsersAreToldToComeBackByHttpsOnly(string host, bool told)
    {
        using var folder = new TemporaryFolder();
        var options = Settings.Load(["--https", "--https-port", "0", "--hosts", "consult.example.org"]);
        (options.HttpPort, options.RelayPort, options.Relays, options.Data) = (0, 0, 1, folder.Path);
        await using var server = await ServerHost.StartAsync(options);
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler);

        using var secure = await AskAsync(client, server.SecureAddress!, host);
        using var plain = await AskAsync(client, server.Address, host);

        Assert.Equal(told, secure.Headers.Contains("Strict-Transport-Security"));
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal(["same-origin"], secure.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.Equal(["same-origin"], plain.Headers.GetValues("Cross-Origin-Resource-Policy"));
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, Uri server, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/health/live"));
        request.Headers.Host = host;
        return await client.SendAsync(request);
    }
}
