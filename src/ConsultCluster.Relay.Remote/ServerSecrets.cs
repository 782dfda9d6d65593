namespace ConsultCluster.Relay.Remote;

/// <summary>What all servers of an installation have and no relay node has.</summary>
/// <param name="Mesh">Proves one server to another.</param>
/// <param name="Cluster">Proves the cluster to relay nodes, which keep its public half.</param>
public sealed record ServerSecrets(NodeKey Mesh, IdentityKey Cluster);
