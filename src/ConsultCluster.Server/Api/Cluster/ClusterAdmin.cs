using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Control;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>The cluster as this process sees it, and orders by the links that it has.</summary>
/// <param name="groups">Null in a process that reaches no groups in memory.</param>
/// <param name="clocks">Null in a process that reaches no silos.</param>
internal sealed class ClusterAdmin(
    IRelays relays, RelayDirectory own, NodeRegistry registry, ClusterDrains drains, IGroupOverview? groups = null, IClusterClocks? clocks = null) : IClusterAdmin
{
    /// <inheritdoc/>
    public async Task<ClusterFigures> LookAsync(int mostGroups)
    {
        var looking = groups?.LookAsync(mostGroups) ?? Task.FromResult(new GroupOverview(0, []));
        var reading = clocks?.ReadAsync() ?? Task.FromResult(ImmutableArray<ServerClock>.Empty);
        var (overview, times) = (await looking, await reading);
        RelayFigures[] listed = [.. relays.Entries.Select(RelayFigures.Of)];

        // A joined node says itself that it is empty: the load that it reported may be a second old, and a session younger.
        var empty = registry.Nodes.Where(node => node.IsEmpty).Select(node => node.Name);
        return new ClusterFigures([.. listed], [.. IsEmpty(listed) ? empty.Append(own.Home.Node) : empty], overview, times);
    }

    /// <inheritdoc/>
    public Task<Refusal?> OrderAsync(DrainOrder order) => drains.OrderAsync(order);

    private bool IsEmpty(RelayFigures[] listed)
    {
        var ours = listed.Where(relay => string.Equals(relay.Home.Node, own.Home.Node, StringComparison.Ordinal)).ToArray();
        return ours.Length > 0 && Array.TrueForAll(ours, relay => relay is { State: RelayState.Draining, Load.Sessions: 0 });
    }
}
