using ConsultCluster.Cluster.State;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Admin;

/// <summary>Lets its silo look and order, and has nodes that come back although they are to be drained drained again.</summary>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class ClusterAdminGrain(
    [FromKeyedServices(IClusterAdmin.OfThisProcess)] IClusterAdmin silo, IRelays relays, GrainStates states, ILogger<ClusterAdminGrain> logger) : Grain, IClusterAdminGrain
{
    /// <summary>Between two looks whether the orders still hold.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    private DrainKeeper _drains = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _drains = new DrainKeeper(states.Of<KeptDrains>(DrainKeeper.StateName, GrainContext));
        _drains.Sync();
        this.RegisterGrainTimer(CheckAsync, CheckEvery, CheckEvery);
        return Task.CompletedTask;
    }

    public Task<Answer> WatchAsync() => Task.FromResult(Answer.Done);

    public Task<ClusterFigures> LookAsync(int mostGroups) => silo.LookAsync(mostGroups);

    public Task<Answer> OrderAsync(DrainOrder order) => Answer.OfAsync(GiveAsync(order));

    private async Task<Outcome> GiveAsync(DrainOrder order)
    {
        var refusal = await silo.OrderAsync(order);
        if (refusal is null)
        {
            _drains.Add(order);
        }

        return new Outcome(refusal);
    }

    /// <summary>A kept order is never forced: the last node that takes new sessions goes on.</summary>
    private async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            _drains.Sync();
            var active = relays.Entries.Where(entry => entry.State == RelayState.Active).Select(entry => entry.Home.Node).ToHashSet(StringComparer.Ordinal);
            foreach (var node in _drains.Drained.Where(active.Contains).ToArray())
            {
                var again = new DrainOrder(node, Drains: true, Force: false, new PersonId(AuditEntry.System), AuditEntry.System);
                if (await silo.OrderAsync(again) is { } refusal)
                {
                    ClusterLog.DrainRefused(logger, node, refusal.Code);
                }
                else
                {
                    ClusterLog.DrainedAgain(logger, node);
                }
            }
        }
        catch (Exception e)
        {
            ClusterLog.DrainsFailed(logger, e);
        }
    }
}
