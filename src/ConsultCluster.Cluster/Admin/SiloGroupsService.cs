using ConsultCluster.Cluster.Watches;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace ConsultCluster.Cluster.Admin;

/// <summary>One in each silo.</summary>
[Reentrant]
internal sealed class SiloGroupsService(GrainId id, Silo silo, ILoggerFactory loggers, SiloGroups groups)
    : GrainService(id, silo, loggers), ISiloGroupsService
{
    public Task<GroupOverview> LookAsync(int most) => Task.FromResult(groups.Active.Look(most));
}
