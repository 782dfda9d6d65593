using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace ConsultCluster.Cluster.Tests.Specs;

/// <summary>Whoever operates the cluster sees and orders the same, whichever process is asked.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private const int Groups = 12;

    private ClusterFixture _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ClusterFixture.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Look_GatewayAndEverySilo_HaveTheGroupsOfAllAndTheRelays()
    {
        for (var n = 0; n < Groups; n++)
        {
            var group = _cluster.Groups.Get(new GroupId($"g{n}"));
            await group.RequestAsync(Scene.Request($"g{n}", $"r{n}"), Scene.Applicant).Value();
        }

        await _cluster.Groups.Get(new GroupId("g3")).SitAsync("a");
        foreach (var desk in Desks())
        {
            var figures = await desk.LookAsync(mostGroups: 2);

            Assert.Equal(Groups, figures.Groups.Total);
            Assert.Equal([(new GroupId("g3"), 1), (new GroupId("g0"), 0)], figures.Groups.Largest.Select(group => (group.Group, group.Members)));
            Assert.Equal(["relay-a", "relay-b"], figures.Relays.Select(relay => relay.Relay.Value));
            Assert.Equal<IPEndPoint>(_cluster.RelayA.Addresses, figures.Relays[0].Addresses);
        }
    }

    [Fact]
    public async Task Look_SiloKilled_LeavesItOut()
    {
        var desk = Desks()[0];
        await _cluster.Cluster.KillSiloAsync(_cluster.Cluster.GetActiveSilos().Last());

        Assert.Equal(2, (await desk.LookAsync(mostGroups: 2)).Relays.Length);
    }

    [Fact]
    public async Task Clocks_AskedAtAnySilo_AreThoseOfAllThatLive()
    {
        double[] all = [10, 20, 30];
        foreach (var silo in _cluster.Cluster.GetActiveSilos())
        {
            Assert.Equal(all, await AheadAsync(silo));
        }

        await _cluster.Cluster.KillSiloAsync(_cluster.Cluster.GetActiveSilos().Last());

        Assert.Equal(2, (await AheadAsync(_cluster.Cluster.GetActiveSilos().First())).Length);

        static async Task<double[]> AheadAsync(InProcessSiloHandle silo) =>
            [.. (await silo.ServiceProvider.GetRequiredService<IClusterClocks>().ReadAsync()).Select(clock => clock.Ahead.TotalMilliseconds).Order()];
    }

    [Fact]
    public async Task Order_LastTwoNodesThroughDifferentProcessesAtOnce_OneIsRefused()
    {
        var desks = Desks();

        var answers = await Task.WhenAll(desks[0].OrderAsync(Drain("node-of-relay-a")), desks[^1].OrderAsync(Drain("node-of-relay-b")));

        Assert.Equal(SiloAdmin.LastNode, Assert.Single(answers.OfType<Refusal>()));
        Assert.Single(_cluster.Orders);
    }

    private static DrainOrder Drain(string node) => new(node, Drains: true, Force: false, new PersonId("p_admin"), "192.0.2.9");

    /// <summary>The gateway's first.</summary>
    private IClusterAdmin[] Desks() =>
    [
        _cluster.Cluster.Client.ServiceProvider.GetRequiredService<IClusterAdmin>(),
        .. _cluster.Cluster.GetActiveSilos().Select(silo => silo.ServiceProvider.GetRequiredService<IClusterAdmin>()),
    ];
}
