namespace ConsultCluster.Media.Ice;

/// <summary>ICE user fragment and password (RFC 8839 §5.4).</summary>
public sealed record IceCredentials(string UserFragment, string Password);
