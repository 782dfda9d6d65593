namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>A node as it announces itself to every control process.</summary>
/// <param name="Instance">Random per start: the same name with another instance is another process.</param>
internal sealed record NodeIdentity(RelayDirectory Directory, string Region, string Instance, DrainSwitch Drain);
