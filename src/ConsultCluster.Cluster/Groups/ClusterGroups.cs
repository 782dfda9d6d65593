using ConsultCluster.Cluster.Events;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Groups;

/// <summary>Reaches the groups of the cluster from a silo or from a gateway.</summary>
internal sealed class ClusterGroups : IConsultationGroups, IAsyncDisposable
{
    public ClusterGroups(IGrainFactory grains, ISilos silos, ClusterSettings options, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<ClusterGroups>();
        Grains = grains;
        Calls = new PatientCalls(silos, options.Patience, logger);
        Subscriptions = new Subscriptions(this, silos, options.RenewEvery, logger);
    }

    internal IGrainFactory Grains { get; }

    internal PatientCalls Calls { get; }

    internal Subscriptions Subscriptions { get; }

    /// <inheritdoc/>
    public IConsultationGroup Get(GroupId group) => new ClusterGroup(this, group);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Subscriptions.DisposeAsync();
        Calls.Dispose();
    }

    /// <summary>As <see cref="IConsultationGroupGrain.FollowAccountAsync"/>.</summary>
    /// <exception cref="StorageUnavailableException">Not recorded yet.</exception>
    internal async Task FollowAccountAsync(GroupId group, AccountChange change, DateTimeOffset until) =>
        (await Calls.AskAsync(() => Grain(group).FollowAccountAsync(change, until))).Read();

    internal IConsultationGroupGrain Grain(GroupId group) => Grains.GetGrain<IConsultationGroupGrain>(group.Value);
}
