namespace ConsultCluster.Media.Forwarding;

/// <summary>A session of a relay; given by the host, never reused.</summary>
public readonly record struct SessionKey(long Value);
