using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// The immutable state of one consultation group. Each behaviour (<see cref="Recording"/>, <see cref="Admission"/>,
/// <see cref="Presence"/>, …) takes a state, a command and the time, and returns the next state with its effects.
/// </summary>
/// <param name="EmptySince">Since when the group has no members; meaningless while it has some.</param>
/// <param name="Tokens">Relevant tokens: those with which somebody may enter or come back, and those with a seat.</param>
/// <param name="Seats">Seats, held ones included, in order of entering.</param>
/// <param name="Announced">Connected terminals that a connection notice has already named.</param>
public sealed record Group(
    GroupId Id,
    GroupState State,
    long Sequence,
    long Epoch,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset EmptySince,
    ImmutableArray<TokenRecord> Tokens,
    ImmutableArray<SeatState> Seats,
    ImmutableArray<TerminalId> Announced)
{
    /// <summary>
    /// The request; null for a group that was never requested. Not serialised with the state because it has patient
    /// data.
    /// </summary>
    [JsonIgnore]
    public ConsultationRequest? Request { get; init; }

    /// <summary>Time limits.</summary>
    [JsonIgnore]
    public GroupRules Rules { get; init; } = GroupRules.Default;

    /// <summary>True once it is closed or expired; the state no longer changes.</summary>
    [JsonIgnore]
    public bool Ended => State is GroupState.Closed or GroupState.Expired;

    /// <summary>A group without a request.</summary>
    public static Group Unrequested(GroupId id, GroupRules rules) =>
        new(id, GroupState.Open, 0, 0, default, null, null, default, [], [], []) { Rules = rules };

    /// <summary>The seat of a terminal; null when it has none.</summary>
    public SeatState? SeatOf(TerminalId terminal) => Seats.FirstOrDefault(s => s.Terminal == terminal);

    /// <summary>A token's record; null when it is unknown or no longer relevant.</summary>
    public TokenRecord? TokenOf(TokenId token) => Tokens.FirstOrDefault(t => t.Claims.Id == token);

    /// <summary>The group as its members see it, or a refusal.</summary>
    public Outcome<GroupSnapshot> Snapshot()
    {
        if (Request is null)
        {
            return Guards.Unknown;
        }

        return new GroupSnapshot(
            Id,
            Request.Id,
            Sequence,
            Epoch,
            State,
            Request.Purpose,
            Request.Urgency,
            Request.Capacity,
            RequestedAt,
            ConnectedAt,
            ClosedAt,
            [.. Seats.Select(s => s.Member)]);
    }
}
