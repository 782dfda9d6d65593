using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace ConsultCluster.Cluster.Hosting.Clocks;

/// <summary>One in each silo.</summary>
[Reentrant]
internal sealed class SiloClockService(GrainId id, Silo silo, ILoggerFactory loggers, IClockCheck check, ClusterSettings settings)
    : GrainService(id, silo, loggers), ISiloClockService
{
    public Task<ServerClock?> ReadAsync() => Task.FromResult(ServerClock.Of(settings.Name, check));
}
