using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Ports.Stores;

/// <summary>Which consultations to list.</summary>
/// <param name="State">Only those in this state; null for all.</param>
/// <param name="Involving">Only those that this person applied for or has a token of; null for all.</param>
/// <param name="Before">Where the page before ended; null for the first.</param>
/// <param name="Limit">Most rows of a page, 1 to 200; values outside are taken as the nearest.</param>
public sealed record ConsultationQuery(
    GroupState? State = null,
    PersonId? Involving = null,
    ConsultationCursor? Before = null,
    int Limit = 50);
