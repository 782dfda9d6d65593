namespace ConsultCluster.Contracts.Http;

/// <summary>A server's clock, compared with the database's within the last minute.</summary>
/// <param name="Server">Name of the process in the cluster, the same as its node's when it has relays.</param>
/// <param name="AheadMs">By how much it is ahead; less than zero when it is behind. A busy machine or network makes this inexact, not <paramref name="IsOff"/>.</param>
/// <param name="IsOff">It differs by more than 1 s, whatever the inexactness.</param>
public sealed record ClusterClock(string Server, double AheadMs, bool IsOff);
