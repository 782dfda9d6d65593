using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Wire;

/// <summary>The answer to who subscribes or says that they still listen.</summary>
/// <param name="Snapshot">The group from which on they hear everything.</param>
/// <param name="IsNew">The grain did not know this subscription: what happened before may have been missed.</param>
[GenerateSerializer]
[Immutable]
internal sealed record Subscribed(GroupSnapshot Snapshot, bool IsNew);
