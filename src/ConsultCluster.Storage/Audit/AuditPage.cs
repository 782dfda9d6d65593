using System.Collections.Immutable;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Audit;

/// <summary>Entries in a row, as of one moment.</summary>
/// <param name="Rows">Oldest first; empty at the end of the chain.</param>
/// <param name="Highest">The highest number that was ever given, which the database remembers beside the entries.</param>
internal sealed record AuditPage(ImmutableArray<RecordedAudit> Rows, long Highest);
