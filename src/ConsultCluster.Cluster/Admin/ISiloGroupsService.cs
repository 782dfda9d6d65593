using ConsultCluster.Ports.Groups;
using Orleans.Services;

namespace ConsultCluster.Cluster.Admin;

/// <summary>The groups of one silo in numbers.</summary>
internal interface ISiloGroupsService : IGrainService
{
    /// <summary>Asked by whoever adds up all silos: one that does not answer at once is left out.</summary>
    [ResponseTimeout("00:00:01")]
    Task<GroupOverview> LookAsync(int most);
}
