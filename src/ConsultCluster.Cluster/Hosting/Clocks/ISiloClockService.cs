using ConsultCluster.Ports.Clusters;
using Orleans.Services;

namespace ConsultCluster.Cluster.Hosting.Clocks;

/// <summary>The clock of one silo.</summary>
internal interface ISiloClockService : IGrainService
{
    /// <summary>What the silo found last. Asked by whoever shows all silos: one that does not answer at once is left out.</summary>
    [ResponseTimeout("00:00:01")]
    Task<ServerClock?> ReadAsync();
}
