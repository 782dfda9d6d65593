using ConsultCluster.Relay;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>What a node is, the same for every control process that it joins.</summary>
/// <param name="Instance">Made up at its start: the same name with another instance is another process.</param>
internal sealed record NodeSelf(RelayDirectory Directory, string Region, string Instance, DrainSwitch Drain);
