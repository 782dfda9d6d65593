using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Network;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Hosting;

/// <summary>Two servers, each by itself, on one machine.</summary>
public sealed class SideBySideTests
{
    [Fact]
    public async Task Start_TwoServersWithPortsAndFoldersOfTheirOwn_BothServe()
    {
        using var folder = new TemporaryFolder();
        var relayPorts = FreePorts.Udp(2);
        await using var first = await StartAsync(FreePorts.Tcp(), relayPorts, Path.Combine(folder.Path, "a"));
        await using var second = await StartAsync(FreePorts.Tcp(), relayPorts + 1, Path.Combine(folder.Path, "b"));

        foreach (var server in new[] { first, second })
        {
            using var client = new HttpClient { BaseAddress = server.Address };
            var health = await client.GetFromJsonAsync<HealthDto>("/health/ready");
            // Neither has joined the other.
            Assert.Equal((1, 1), (health!.Relays, health.Silos));
        }

        Assert.Equal([relayPorts, relayPorts + 1], [.. first.RelayPorts, .. second.RelayPorts]);
        Assert.NotEqual(first.SetupCode, second.SetupCode);
    }

    [Fact]
    public async Task Start_SecondServerOnTheFolder_IsRefusedUntilTheFirstHasStopped()
    {
        using var folder = new TemporaryFolder();
        await using (await StartAsync(FreePorts.Tcp(), FreePorts.Udp(1), folder.Path))
        {
            var refused = await Assert.ThrowsAsync<StartupException>(() => StartAsync(FreePorts.Tcp(), FreePorts.Udp(1), folder.Path));

            Assert.Equal($"Another ConsultCluster runs on {folder.Path}. Stop it, or give this one a folder of its own with --data.", refused.Message);
        }

        await using var next = await StartAsync(FreePorts.Tcp(), FreePorts.Udp(1), folder.Path);
        Assert.NotNull(next.SetupCode);
    }

    [Fact]
    public async Task Start_ClockWasSetForwardByDays_DoesNotGiveItselfUp()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Advance(TimeSpan.FromDays(3));
        await server.RestartAsync();

        // What Orleans does with a silo that has been joining for too long; a silo that is declared dead ends its process.
        var silo = server.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        await server.Services.GetRequiredService<IClusterMembershipService>().TryKill(silo);

        using var applicant = await server.ApplicantAsync();
        Assert.NotNull(await applicant.RequestConsultationAsync());
    }

    private static Task<StartedServer> StartAsync(int httpPort, int relayPort, string data) =>
        ServerHost.StartAsync(Settings.Load(["--http-port", $"{httpPort}", "--relay-port", $"{relayPort}", "--relays", "1", "--data", data]));
}
