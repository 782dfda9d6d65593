using System.Collections.Immutable;

namespace ConsultCluster.Cluster.Admin;

/// <summary>Drain orders that stand: a node that restarts is drained again until somebody takes the order back.</summary>
internal sealed record KeptDrains
{
    /// <summary>Names of the nodes.</summary>
    public ImmutableSortedSet<string> Nodes { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}
