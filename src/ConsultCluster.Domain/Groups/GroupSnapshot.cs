using System.Collections.Immutable;

namespace ConsultCluster.Domain.Groups;

/// <summary>A group as its members may see it; no patient data.</summary>
/// <param name="Sequence">Sequence number of the last event included.</param>
/// <param name="Epoch">Grows with each activation of the group; relays refuse orders of older epochs.</param>
/// <param name="ConnectedAt">When media first flowed both ways between two terminals.</param>
public sealed record GroupSnapshot(
    GroupId Group,
    RequestId Request,
    long Sequence,
    long Epoch,
    GroupState State,
    string Purpose,
    Urgency Urgency,
    int Capacity,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? ClosedAt,
    ImmutableArray<Member> Members);
