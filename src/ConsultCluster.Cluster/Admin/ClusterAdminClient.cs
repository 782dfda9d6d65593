using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;

namespace ConsultCluster.Cluster.Admin;

/// <summary>The cluster's desk as a process reaches it: orders are given in one place, and a process without relays looks from there, too.</summary>
/// <param name="silo">What this process sees itself; null in a gateway, which has nothing to see.</param>
internal sealed class ClusterAdminClient(ClusterGroups groups, IClusterAdmin? silo) : IClusterAdmin
{
    private IClusterAdminGrain Grain => groups.Grains.GetGrain<IClusterAdminGrain>(0);

    /// <inheritdoc/>
    public Task<ClusterFigures> LookAsync(int mostGroups) =>
        silo is not null ? silo.LookAsync(mostGroups) : groups.Calls.AskAsync(() => Grain.LookAsync(mostGroups));

    /// <inheritdoc/>
    public async Task<Refusal?> OrderAsync(DrainOrder order) => (await groups.Calls.AskAsync(() => Grain.OrderAsync(order))).Read().Refusal;
}
