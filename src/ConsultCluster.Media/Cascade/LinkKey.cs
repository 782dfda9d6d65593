namespace ConsultCluster.Media.Cascade;

/// <summary>A link of a relay to another one; given by the host, never reused for another peer.</summary>
public readonly record struct LinkKey(long Value);
