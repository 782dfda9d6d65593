namespace ConsultCluster.Cluster.Silos;

/// <summary>Tells gateways, which are not members themselves, who is alive. Any silo answers.</summary>
internal interface ISiloWatchGrain : IGrainWithIntegerKey
{
    /// <summary>The live silos' names in the membership, once they are others than these; at the latest after a second: a silo that does not even say
    /// that nothing changed is left for another one.</summary>
    [ResponseTimeout("00:00:02")]
    Task<string[]> NextAsync([Immutable] string[] known);
}
