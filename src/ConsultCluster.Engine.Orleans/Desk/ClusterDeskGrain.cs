using ConsultCluster.Domain;
using ConsultCluster.Engine.Clusters;
using ConsultCluster.Engine.Orleans.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Engine.Orleans.Desk;

/// <summary>Lets its silo look and order.</summary>
internal sealed class ClusterDeskGrain([FromKeyedServices(IClusterDesk.OfThisProcess)] IClusterDesk silo) : Grain, IClusterDeskGrain
{
    public Task<ClusterFigures> LookAsync(int mostGroups) => silo.LookAsync(mostGroups);

    public Task<Answer> OrderAsync(DrainOrder order) => Answer.OfAsync(GiveAsync(order));

    private async Task<Outcome> GiveAsync(DrainOrder order) => new(await silo.OrderAsync(order));
}
