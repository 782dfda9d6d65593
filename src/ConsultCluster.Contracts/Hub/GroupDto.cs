namespace ConsultCluster.Contracts.Hub;

/// <summary>The group as its members see it.</summary>
/// <param name="State"><c>open</c>, <c>active</c>, <c>closed</c> or <c>expired</c>.</param>
/// <param name="Urgency"><c>routine</c>, <c>urgent</c> or <c>emergency</c>.</param>
public sealed record GroupDto(
    string GroupId,
    string RequestId,
    long Sequence,
    string State,
    string Purpose,
    string Urgency,
    int Capacity,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ConnectedAt,
    MemberDto[] Members);
