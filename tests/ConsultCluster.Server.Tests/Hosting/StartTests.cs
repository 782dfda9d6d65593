using System.Net;
using System.Net.Sockets;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task Start_PortInUse_SaysWhichAndWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = port, RelayPort = 0, Data = folder.Path }));

        Assert.Contains($"{port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--http-port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RelayPortInUse_SaysSo()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = port, Data = folder.Path }));

        Assert.Contains($"{port}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithRelayAndHttps_ServesBothAndKeepsTheCertificate()
    {
        using var folder = new TemporaryFolder();
        var first = await CertificateAsync(folder.Path);
        var second = await CertificateAsync(folder.Path);

        Assert.Equal(first, second);
        foreach (var file in new[] { "https.pfx", "data.key", "consult.db" })
        {
            var path = Path.Combine(folder.Path, file);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }
    }

    [Fact]
    public async Task Web_AppFolder_IsServedWithItsRoutesAndCacheRules()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "assets"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "index.html"), "<title>app</title>");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "assets", "main-1a2b.js"), new string('/', 4000));
        await using var server = await TestServer.StartAsync(web: folder.Path);
        using var client = server.Anonymous();

        foreach (var route in new[] { "/", "/setup", "/room/g-1" })
        {
            var page = await client.GetAsync(route);
            Assert.Equal("<title>app</title>", await page.Content.ReadAsStringAsync());
            Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
            Assert.True(page.Headers.CacheControl?.NoCache);
        }

        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var script = await client.GetAsync("/assets/main-1a2b.js");
        Assert.Contains("immutable", script.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("br", script.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/assets/gone.js")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/%2e%2e/consult.db")).StatusCode);
        await (await client.PutAsync("/api/session", null)).ProblemAsync(405, "http.method_not_allowed");
    }

    private static async Task<string> CertificateAsync(string folder)
    {
        await using var server = await ServerHost.StartAsync(
            new ServerOptions { HttpPort = 0, HttpsPort = 0, RelayPort = 0, Data = folder, Https = true });
        var thumbprint = string.Empty;
        using var handler = new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    thumbprint = certificate!.GetCertHashString();
                    return true;
                },
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = server.SecureAddress };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        return thumbprint;
    }
}
