using System.Collections.Immutable;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>Who is at the other end of a link, as it has proved.</summary>
/// <param name="KeyId">Of a relay node's key; null for another server of the cluster.</param>
/// <param name="Node">Name under which the key is enrolled; empty for a server, which may have any.</param>
/// <param name="Instance">Of the relay node's process; empty for a server.</param>
/// <param name="Fingerprints">The certificates that a relay node's key vouches for; empty for a server.</param>
internal sealed record ProvenPeer(string? KeyId, string Node, string Instance, ImmutableSortedDictionary<string, string> Fingerprints)
{
    /// <summary>A server of the cluster.</summary>
    public static ProvenPeer Server { get; } = new(null, string.Empty, string.Empty, ImmutableSortedDictionary<string, string>.Empty);

    public bool IsServer => KeyId is null;
}
