using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>A gateway in the test's own process: asks the groups, and knows in which silo each one is.</summary>
internal sealed class ClusterGateway : IAsyncDisposable
{
    private readonly IHost _host;

    private ClusterGateway(IHost host) => _host = host;

    public IConsultationGroups Groups => _host.Services.GetRequiredService<IConsultationGroups>();

    public ISilos Silos => _host.Services.GetRequiredService<ISilos>();

    /// <summary>Starts when there is a silo to be reached.</summary>
    /// <param name="connection">Of the database in which the silos find each other.</param>
    /// <param name="secret">The cluster's; null for that of <see cref="ClusterProcess"/>.</param>
    public static async Task<ClusterGateway> StartAsync(string connection, byte[]? secret = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddClusterGateway(ClusterProcess.Options(connection, "gateway", 11111, 0, secret));
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterGateway(host);
    }

    /// <summary>The port for other silos of the one that has the group's grain.</summary>
    public async Task<int> SiloPortOfAsync(GroupId group)
    {
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        var address = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grains.GetGrain<IConsultationGroupGrain>(group.Value));
        return address?.Endpoint.Port ?? throw new InvalidOperationException($"{group} is in no silo.");
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _host.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }
}
