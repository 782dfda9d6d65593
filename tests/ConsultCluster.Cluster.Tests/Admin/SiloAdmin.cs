using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Tests.Specs;

/// <summary>A silo's own desk. Like the product's it refuses to empty the last node, by what all silos have ordered so far; unlike it, it lets others in between.</summary>
internal sealed class SiloAdmin(IRelays relays, IGroupOverview groups, ConcurrentQueue<DrainOrder> orders) : IClusterAdmin
{
    public static Refusal LastNode { get; } = new("node.last_active", "It is the last one.");

    public async Task<ClusterFigures> LookAsync(int mostGroups) =>
        new([.. relays.Entries.Select(RelayFigures.Of)], [], await groups.LookAsync(mostGroups), []);

    public async Task<Refusal?> OrderAsync(DrainOrder order)
    {
        var left = relays.Entries.Select(entry => entry.Home.Node).Except(orders.Select(before => before.Node), StringComparer.Ordinal).Count();
        await Task.Yield();
        if (left == 1)
        {
            return LastNode;
        }

        orders.Enqueue(order);
        return null;
    }
}
