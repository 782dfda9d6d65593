using System.Net;
using System.Net.Sockets;
using ConsultCluster.Deployment.Tests.Kubernetes;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Deployment.Tests.Image;

/// <summary>The script that containers ask how they are, run against a real server.</summary>
public sealed class HealthcheckTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("/health/live", 0)]
    [InlineData("/health/ready", 0)]
    [InlineData("/health/serving", 0)]
    [InlineData("/health/no-such", 1)]
    public async Task Healthcheck_RunningServer_EndsAsItAnswers(string path, int code)
    {
        Assert.Equal(code, (await AskAsync(path, server.Address.Port)).Code);
    }

    [Fact]
    public async Task Healthcheck_NobodyListens_Fails()
    {
        Assert.Equal(1, (await AskAsync("/health/live", FreePorts.Tcp())).Code);
    }

    [Fact]
    public async Task Healthcheck_AnswerOf503_Fails()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AskAsync("/health/ready", ((IPEndPoint)listener.LocalEndpoint).Port);
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 503 Service Unavailable\r\n\r\n"u8.ToArray());
        client.Close();

        Assert.Equal(1, (await asked).Code);
    }

    /// <summary>What probes in the manifests ask is there: a mistyped path would answer 404 for ever.</summary>
    [Fact]
    public async Task Probes_EveryPath_IsServed()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var paths = (await Manifests.OfAsync("overlays/regional")).Workloads.SelectMany(workload => workload.Container.All())
            .Select(piece => piece["httpGet"]["path"].Text).Where(path => path.Length > 0).Distinct().ToArray();

        Assert.Equal(3, paths.Length);
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
        }
    }

    private static Task<ToolResult> AskAsync(string path, int port) =>
        Tool.RunAsync(Repository.PathOf("deploy/healthcheck.sh"), [path], ("CONSULTCLUSTER_HTTP_PORT", $"{port}"));
}
