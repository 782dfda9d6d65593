using System.Collections.Immutable;

namespace ConsultCluster.Ports.Stores;

/// <summary>A page of consultations, newest first.</summary>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record ConsultationList(ImmutableArray<ConsultationRecord> Items, ConsultationCursor? Next);
