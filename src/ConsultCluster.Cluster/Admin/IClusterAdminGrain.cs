using ConsultCluster.Cluster.Wire;
using ConsultCluster.Ports.Clusters;
using Orleans.Concurrency;

namespace ConsultCluster.Cluster.Admin;

/// <summary>
/// One in the whole cluster, whichever process is asked: so of two orders the second one finds what the first has done, and not both of the last two nodes
/// are emptied.
/// </summary>
internal interface IClusterAdminGrain : IGrainWithIntegerKey
{
    /// <summary>The cluster as the grain's silo sees it.</summary>
    [AlwaysInterleave]
    Task<ClusterFigures> LookAsync(int mostGroups);

    /// <summary>Gives an order from the grain's silo.</summary>
    Task<Answer> OrderAsync(DrainOrder order);

    /// <summary>Does nothing but have the grain active.</summary>
    [AlwaysInterleave]
    Task<Answer> WatchAsync();
}
