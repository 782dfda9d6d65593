using Orleans.Concurrency;

namespace ConsultCluster.Cluster.Silos;

/// <summary>One in each silo that is asked.</summary>
[StatelessWorker(1)]
[Reentrant]
internal sealed class SiloWatchGrain(LocalSilos silos) : Grain, ISiloWatchGrain
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    public Task<string[]> NextAsync(string[] known) => silos.NextAsync(known, AtMost);
}
