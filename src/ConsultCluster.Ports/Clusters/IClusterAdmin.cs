using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Clusters;

/// <summary>The cluster, for those who operate it: what it carries, and orders to its nodes. Any process with a web app can be asked.</summary>
public interface IClusterAdmin
{
    /// <summary>Key of the service that knows and orders only what this process can, for engines that speak for several.</summary>
    const string OfThisProcess = "this process";

    /// <summary>What is carried now; relays measure once per second.</summary>
    /// <param name="mostGroups">Groups in the answer at most: those with the most members.</param>
    Task<ClusterFigures> LookAsync(int mostGroups);

    /// <summary>Orders a node to be emptied or to take sessions again; null when the order is on record and out. One order at a time.</summary>
    Task<Refusal?> OrderAsync(DrainOrder order);
}
