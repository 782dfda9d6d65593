using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Admin;

/// <summary>Has the administrator's grain active somewhere, from a silo's start on and after the loss of another: a node that comes back may have to be drained.</summary>
internal sealed class AdminWatch : IDisposable
{
    private readonly IGrainFactory _grains;
    private readonly ISilos _silos;
    private readonly ILogger _logger;

    public AdminWatch(IGrainFactory grains, ISilos silos, ILogger<AdminWatch> logger)
    {
        (_grains, _silos, _logger) = (grains, silos, logger);
        silos.Changed += OnSilosChanged;
        OnSilosChanged();
    }

    public void Dispose() => _silos.Changed -= OnSilosChanged;

    private void OnSilosChanged() => _ = Task.Run(WakeAsync);

    private async Task WakeAsync()
    {
        try
        {
            await _grains.GetGrain<IClusterAdminGrain>(0).WatchAsync();
        }
        catch (Exception e)
        {
            // The next change of the membership, or whoever looks at the cluster, tries again.
            ClusterLog.DrainsFailed(_logger, e);
        }
    }
}
