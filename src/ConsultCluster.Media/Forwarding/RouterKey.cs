namespace ConsultCluster.Media.Forwarding;

/// <summary>Key of a router, one per group; assigned by the host.</summary>
public readonly record struct RouterKey(long Value);
