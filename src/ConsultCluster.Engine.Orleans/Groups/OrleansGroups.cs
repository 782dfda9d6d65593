using ConsultCluster.Domain;
using ConsultCluster.Engine.Clusters;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Orleans.Hosting;
using ConsultCluster.Engine.Orleans.News;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Engine.Orleans.Groups;

/// <summary>Reaches the groups of the cluster from a silo or from a gateway.</summary>
internal sealed class OrleansGroups : IConsultationGroups, IAsyncDisposable
{
    public OrleansGroups(IGrainFactory grains, ISilos silos, OrleansOptions options, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<OrleansGroups>();
        Grains = grains;
        Calls = new PatientCalls(silos, options.Patience, logger);
        Subscriptions = new Subscriptions(this, silos, options.RenewEvery, logger);
    }

    internal IGrainFactory Grains { get; }

    internal PatientCalls Calls { get; }

    internal Subscriptions Subscriptions { get; }

    /// <inheritdoc/>
    public IConsultationGroup Get(GroupId group) => new OrleansGroup(this, group);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Subscriptions.DisposeAsync();
        Calls.Dispose();
    }

    internal IConsultationGroupGrain Grain(GroupId group) => Grains.GetGrain<IConsultationGroupGrain>(group.Value);
}
