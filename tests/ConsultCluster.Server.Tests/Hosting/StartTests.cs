using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Network;
using Microsoft.Extensions.DependencyInjection;

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

        foreach (var (flag, options) in new[]
        {
            ("--http-port", new ServerOptions { HttpPort = port }),
            ("--metrics-port", new ServerOptions { HttpPort = 0, MetricsPort = port }),
            ("--https-port", new ServerOptions { HttpPort = 0, HttpsPort = port, Https = true }),
            ("--gateway-port", new ServerOptions { HttpPort = FreePorts.Tcp(), SiloPort = FreePorts.Tcp(), GatewayPort = port, Cluster = "c", Postgres = "Host=db" }),
        })
        {
            (options.RelayPort, options.Data) = (0, folder.Path);

            var refused = await Assert.ThrowsAsync<StartupException>(() => ServerHost.StartAsync(options));

            Assert.Equal($"TCP port {port} is used by another program; end it or choose another with {flag}.", refused.Message);
        }
    }

    [Fact]
    public async Task Start_RelayPortInUse_ReportsIt()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = port, Relays = 1, Data = folder.Path }));

        Assert.Equal($"UDP port {port} is used by another program; end it or choose another with --relay-port.", refused.Message);
    }

    [Fact]
    public async Task Start_OneOfTheRelayPortsInUse_SaysWhichAndLeavesTheOthersFree()
    {
        using var taken = PortAfterAFreeOne();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = port - 1, Relays = 3, Data = folder.Path }));

        foreach (var part in new[] { $"UDP port {port} is used", $"3 relays need {port - 1} to {port + 1}", "--relay-port", "--relays" })
        {
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        }

        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        first.Bind(new IPEndPoint(IPAddress.Loopback, port - 1));
    }

    [Fact]
    public async Task Start_SeveralRelays_EachHasItsNameAndPortAndTheMessageShowsThem()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 3, Data = folder.Path };
        await using var server = await ServerHost.StartAsync(options);

        Assert.Equal(["relay-1", "relay-2", "relay-3"], server.Services.GetRequiredService<IRelays>().All.Select(relay => relay.Id.Value));
        Assert.Equal(3, server.RelayPorts.Distinct().Count());
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(3, (await client.GetFromJsonAsync<HealthDto>("/health/ready"))!.Relays);
        await using var message = new StringWriter();
        StartMessage.Print(server, options, message);
        Assert.Contains($"relays 3 on UDP {PortList.Format(server.RelayPorts)}", message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoNodeKeyGiven_MakesOneThatOnlyTheOwnerReadsAndKeepsIt()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path };
        var path = Path.Combine(folder.Path, "node.key");
        string made;
        await using (var server = await ServerHost.StartAsync(options))
        {
            made = await File.ReadAllTextAsync(path);
            await using var message = new StringWriter();
            StartMessage.Print(server, options, message);
            Assert.Contains($"--role relay --join {server.Address.GetLeftPart(UriPartial.Authority)} --key-file {path}", message.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(made.Trim(), message.ToString(), StringComparison.Ordinal);
        }

        await using var again = await ServerHost.StartAsync(options);
        Assert.Equal(made, await File.ReadAllTextAsync(path));
        Assert.Equal(44, made.Length);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task Start_NodeKeyTooShort_SaysWhatItMustBe()
    {
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = 0, Data = folder.Path, NodeKey = "secret" }));

        Assert.Contains("22", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Root may write where others may not; these no account can use.</summary>
    [Theory]
    [InlineData("/proc/nope")]
    [InlineData("/proc/self/status/data")]
    [InlineData(null)]
    public async Task Start_DataFolderThatCannotBeMade_NamesItAndSaysWhatToDo(string? folder)
    {
        using var parent = new TemporaryFolder();
        var data = folder ?? Path.Combine(parent.Path, new string('n', 300));

        await AssertUnusableAsync(data);
    }

    [Theory]
    [InlineData("consult.db")]
    [InlineData("data.key")]
    [InlineData("node.key")]
    [InlineData("lock")]
    [InlineData("https.pfx")]
    public async Task Start_FolderInPlaceOfAFile_NamesItAndSaysWhatToDo(string name)
    {
        using var data = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(data.Path, name));

        var sentence = await AssertUnusableAsync(data.Path);

        Assert.Contains(Path.Combine(data.Path, name), sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Success", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(data.Path), file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal));
    }

    /// <summary>A file that cannot be opened for another reason than that somebody has it; of a socket the kernel says so to root as well.</summary>
    [Fact]
    public async Task Start_LockThatCannotBeOpened_IsNotAnotherServer()
    {
        using var data = new TemporaryFolder();
        using var inTheWay = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        inTheWay.Bind(new UnixDomainSocketEndPoint(Path.Combine(data.Path, "lock")));

        var sentence = await AssertUnusableAsync(data.Path);

        Assert.DoesNotContain("Another ConsultCluster", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_CertificateThatIsNone_SaysWhichFile()
    {
        using var data = new TemporaryFolder();
        var path = Path.Combine(data.Path, "https.pfx");
        await File.WriteAllTextAsync(path, "no certificate");

        var refused = await Assert.ThrowsAsync<StartupException>(() => ServerHost.StartAsync(WithHttps(data.Path)));

        Assert.StartsWith($"{path} is not a certificate with its key", refused.Message, StringComparison.Ordinal);
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

    private static ServerOptions WithHttps(string data) => new() { HttpPort = 0, HttpsPort = 0, Https = true, RelayPort = 0, Relays = 1, Data = data };

    private static async Task<string> AssertUnusableAsync(string data)
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => ServerHost.StartAsync(WithHttps(data)));

        Assert.StartsWith($"The data folder {data} cannot be used: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Check its rights and the free space, or choose another with --data.", refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    private static Socket PortAfterAFreeOne()
    {
        var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, FreePorts.Udp(2) + 1));
        return taken;
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
