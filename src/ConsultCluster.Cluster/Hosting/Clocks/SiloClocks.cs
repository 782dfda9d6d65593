using System.Collections.Immutable;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace ConsultCluster.Cluster.Hosting.Clocks;

/// <summary>Asks every silo for its clock.</summary>
internal sealed class SiloClocks(IServiceProvider services, IClusterMembershipService membership, ILogger<SiloClocks> logger)
    : GrainServiceClient<ISiloClockService>(services), IClusterClocks
{
    /// <summary>Has this silo tell its clock and ask the others for theirs. It needs <see cref="IClockCheck"/> and <see cref="ClusterSettings"/>.</summary>
    public static void Add(ISiloBuilder silo)
    {
        silo.AddGrainService<SiloClockService>();
        silo.Services.AddSingleton<IClusterClocks, SiloClocks>();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ServerClock>> ReadAsync()
    {
        var silos = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active);
        var clocks = await Task.WhenAll(silos.Select(member => ReadAsync(member.SiloAddress)));
        return [.. clocks.OfType<ServerClock>()];
    }

    private async Task<ServerClock?> ReadAsync(SiloAddress silo)
    {
        try
        {
            return await GetGrainService(silo).ReadAsync();
        }
        catch (Exception e)
        {
            ClusterLog.ClockNotTold(logger, e, silo);
            return null;
        }
    }
}
