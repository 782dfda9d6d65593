namespace ConsultCluster.Benchmarks.Cluster;

/// <summary>For how long pictures stood still, in milliseconds, over all terminals and all kills or drains.</summary>
/// <param name="MembersLost">Terminals that are not in their seats any more.</param>
internal sealed record ClusterFigures(int Kills, double KillGapP50Ms, double KillGapP95Ms, double DrainGapP95Ms, int MembersLost)
{
    /// <summary>For a person.</summary>
    public string Describe() =>
        $"{Kills} relays killed: pictures stood still for {KillGapP50Ms} ms (p50), {KillGapP95Ms} ms (p95); drained: {DrainGapP95Ms} ms (p95); {MembersLost} members lost";
}
