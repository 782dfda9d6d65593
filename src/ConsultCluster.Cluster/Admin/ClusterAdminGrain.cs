using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Cluster.Admin;

/// <summary>Lets its silo look and order.</summary>
internal sealed class ClusterAdminGrain([FromKeyedServices(IClusterAdmin.OfThisProcess)] IClusterAdmin silo) : Grain, IClusterAdminGrain
{
    public Task<ClusterFigures> LookAsync(int mostGroups) => silo.LookAsync(mostGroups);

    public Task<Answer> OrderAsync(DrainOrder order) => Answer.OfAsync(GiveAsync(order));

    private async Task<Outcome> GiveAsync(DrainOrder order) => new(await silo.OrderAsync(order));
}
