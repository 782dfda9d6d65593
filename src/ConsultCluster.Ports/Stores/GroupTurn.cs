using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Ports.Stores;

/// <summary>What one turn of a group writes, in one transaction.</summary>
/// <param name="After">The group after the turn; fills the columns one can search by.</param>
/// <param name="Document">JSON of the group's state after the turn, without its request.</param>
/// <param name="ExpectedVersion">Version that was loaded; 0 for a group that was not there.</param>
/// <param name="Request">The request when this turn records it, else null.</param>
/// <param name="Tokens">New and changed token rows.</param>
/// <param name="Participants">New and changed stays.</param>
/// <param name="Messages">New chat messages.</param>
/// <param name="Audit">New audit entries, in order.</param>
public sealed record GroupTurn(
    GroupSnapshot After,
    string Document,
    long ExpectedVersion,
    ConsultationRequest? Request,
    ImmutableArray<TokenRecord> Tokens,
    ImmutableArray<Participant> Participants,
    ImmutableArray<ChatMessage> Messages,
    ImmutableArray<AuditEntry> Audit);
