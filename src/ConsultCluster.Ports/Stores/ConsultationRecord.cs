using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Ports.Stores;

/// <summary>A consultation as it is on record.</summary>
/// <param name="Request">What was asked for, with the patient.</param>
/// <param name="RequestedAt">When it was recorded.</param>
/// <param name="ConnectedAt">When media first flowed both ways.</param>
/// <param name="ClosedAt">When it was closed or has expired.</param>
/// <param name="MembersPresent">Seats taken now, held ones included.</param>
public sealed record ConsultationRecord(
    ConsultationRequest Request,
    GroupState State,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? ClosedAt,
    int MembersPresent);
