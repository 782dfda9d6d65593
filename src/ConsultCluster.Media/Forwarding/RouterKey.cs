namespace ConsultCluster.Media.Forwarding;

/// <summary>A router of a relay, one per group; given by the host.</summary>
public readonly record struct RouterKey(long Value);
