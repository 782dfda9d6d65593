using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace ConsultCluster.Cluster.Admin;

/// <summary>Adds up the groups of all silos. One that dies meanwhile is left out: its groups are nowhere in that moment.</summary>
internal sealed class AllGroups(IServiceProvider services, IClusterMembershipService membership, ILogger<AllGroups> logger)
    : GrainServiceClient<ISiloGroupsService>(services), IGroupOverview
{
    /// <inheritdoc/>
    public async Task<GroupOverview> LookAsync(int most)
    {
        var silos = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active);
        var looks = await Task.WhenAll(silos.Select(member => LookAsync(member.SiloAddress, most)));
        return new GroupOverview(
            looks.Sum(look => look.Total),
            [
                .. looks
                    .SelectMany(look => look.Largest)
                    .OrderByDescending(group => group.Members)
                    .ThenBy(group => group.Group.Value, StringComparer.Ordinal)
                    .Take(most),
            ]);
    }

    private async Task<GroupOverview> LookAsync(SiloAddress silo, int most)
    {
        try
        {
            return await GetGrainService(silo).LookAsync(most);
        }
        catch (Exception e)
        {
            ClusterLog.LookFailed(logger, e, silo);
            return new GroupOverview(0, []);
        }
    }
}
