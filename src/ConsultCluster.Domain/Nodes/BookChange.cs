using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Domain.Nodes;

/// <summary>A decision about nodes: the next book, what goes on record with it, and the answer.</summary>
public sealed record BookChange(NodeBook Next, ImmutableArray<AuditEntry> Audits, EnrolmentAnswer Answer);
