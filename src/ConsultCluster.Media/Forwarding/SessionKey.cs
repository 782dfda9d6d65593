namespace ConsultCluster.Media.Forwarding;

/// <summary>Key of a session; assigned by the host, never reused.</summary>
public readonly record struct SessionKey(long Value);
