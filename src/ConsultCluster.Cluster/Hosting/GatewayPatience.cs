using ConsultCluster.Cluster.Silos;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>A gateway that starts before the first silo waits for it.</summary>
internal sealed class GatewayPatience(ILogger<GatewaySilos> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        ClusterLog.NoSiloYet(logger, exception.Message);
        await Task.Delay(Pause, cancellationToken);
        return true;
    }
}
