using System.Collections.Immutable;

namespace ConsultCluster.Domain.Nodes;

/// <summary>A code with which one relay node enrols itself, once.</summary>
/// <param name="Id">The part of the code that names it; no secret.</param>
/// <param name="Verifier">What proofs of the code are checked with; a secret while the code is valid.</param>
/// <param name="UsedBy">Key id of the node that used it; null while it is unused.</param>
public sealed record JoinCode(string Id, ImmutableArray<byte> Verifier, DateTimeOffset CreatedAt, PersonId CreatedBy, DateTimeOffset ExpiresAt, string? UsedBy)
{
    /// <summary>True while a node may use it.</summary>
    public bool IsValid(DateTimeOffset now) => UsedBy is null && now < ExpiresAt;
}
