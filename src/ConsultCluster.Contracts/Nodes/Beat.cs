namespace ConsultCluster.Contracts.Nodes;

/// <summary>Every 100 ms, from both ends.</summary>
/// <param name="Number">Counts up from 1 on each link.</param>
public sealed record Beat(long Number) : NodeMessage;
