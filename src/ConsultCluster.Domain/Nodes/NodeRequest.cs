using System.Collections.Immutable;

namespace ConsultCluster.Domain.Nodes;

/// <summary>A node that has proved its key and wants to join.</summary>
/// <param name="KeyId">As in <see cref="KnownNode"/>, like the others.</param>
/// <param name="Via">What else it has proved: <see cref="Enrolment.ViaCode"/>, a node key's id, or empty for nothing.</param>
/// <param name="CodeId">The code, with <see cref="Enrolment.ViaCode"/>.</param>
public sealed record NodeRequest(
    string KeyId,
    string Node,
    ImmutableArray<byte> PublicKey,
    ImmutableSortedDictionary<string, string> Fingerprints,
    string Instance,
    string Address,
    string Network,
    string Via,
    string? CodeId);
