using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Server.Tests.Telemetry;

/// <summary>Who may read <c>/metrics</c>.</summary>
public sealed class MetricsAccessTests(DemoServer demo) : IClassFixture<DemoServer>
{
    [Fact]
    public async Task Metrics_FromThisMachine_AreAnswered()
    {
        using var client = demo.Server.Anonymous();

        var text = await client.GetStringAsync("/metrics");

        Assert.Contains("\nhub_connections{", text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_process_memory_working_set_bytes{", text, StringComparison.Ordinal);
        Assert.Contains("\norleans_catalog_activations{", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    public async Task Metrics_FromAnotherMachineByProxy_AreRefused(string path)
    {
        using var client = demo.Server.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.9");

        var response = await client.GetAsync(path);

        await response.ProblemAsync(403, RefusalCodes.PermissionMissing);
    }

    [Fact]
    public async Task MetricsPort_AnswersMetricsAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var port = FreePorts.Tcp();
        await using var server = await ServerHost.StartAsync(
            new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path, MetricsPort = port });
        using var client = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri };

        // Prometheus on another machine, by whatever way.
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.9");

        Assert.Contains("relay_load_share{", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Contains("relay_load_share{", await client.GetStringAsync("/metrics/"), StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/api/session", "/health/live", "/metrics/more", "/hub/consultation" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
        }
    }
}
