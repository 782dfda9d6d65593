using System.Collections.Immutable;

namespace ConsultCluster.Domain.Nodes;

/// <summary>A relay node's key, and what was decided about it.</summary>
/// <param name="KeyId">SHA-256 of the public key, base64url.</param>
/// <param name="Node">Its name; no two enrolled nodes have the same.</param>
/// <param name="PublicKey">P-256, SubjectPublicKeyInfo (RFC 5480).</param>
/// <param name="Address">Where it asked from.</param>
/// <param name="Network">That address, of IPv6 its /64: the waiting of one network are few.</param>
/// <param name="Via">How it was enrolled: one of <see cref="Enrolment"/>'s words, or a node key's id; empty while it waits.</param>
/// <param name="Fingerprints">SHA-256 of its relays' certificates by relay id, as its key last signed them.</param>
/// <param name="Instance">Random per start of its process.</param>
/// <param name="AskedAt">When it asked, or joined with another instance, last.</param>
/// <param name="DecidedAt">When it was enrolled or revoked; null while it waits.</param>
/// <param name="DecidedBy">The administrator; <c>system</c> for a join by code or key; empty while it waits.</param>
public sealed record KnownNode(
    string KeyId,
    string Node,
    ImmutableArray<byte> PublicKey,
    EnrolmentState State,
    string Address,
    string Network,
    string Via,
    ImmutableSortedDictionary<string, string> Fingerprints,
    string Instance,
    DateTimeOffset AskedAt,
    DateTimeOffset? DecidedAt,
    string DecidedBy);
