using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// The whole state of one consultation group. It never changes: each behaviour (<see cref="Recording"/>, <see cref="Admission"/>,
/// <see cref="Presence"/>, …) takes a state, a command and the time, and gives the next state with its effects.
/// </summary>
/// <param name="EmptySince">Since when nobody is inside; meaningless while somebody is.</param>
/// <param name="Tokens">Tokens that may still matter: not past their expiry, or holding a seat.</param>
/// <param name="Seats">Seats taken, held ones included, in order of entering.</param>
/// <param name="Announced">Terminals that a connection notice has named and that are still connected.</param>
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
    /// <summary>What was asked for; null for a group that was never requested. Kept apart from the rest because of the patient.</summary>
    [JsonIgnore]
    public ConsultationRequest? Request { get; init; }

    /// <summary>The times it lives by.</summary>
    [JsonIgnore]
    public GroupRules Rules { get; init; } = GroupRules.Default;

    /// <summary>True once it is closed or expired; nothing happens any more.</summary>
    [JsonIgnore]
    public bool Ended => State is GroupState.Closed or GroupState.Expired;

    /// <summary>A group that nobody has asked for yet.</summary>
    public static Group Unrequested(GroupId id, GroupRules rules) =>
        new(id, GroupState.Open, 0, 0, default, null, null, default, [], [], []) { Rules = rules };

    /// <summary>The seat of a terminal; null when it has none.</summary>
    public SeatState? SeatOf(TerminalId terminal) => Seats.FirstOrDefault(s => s.Terminal == terminal);

    /// <summary>A token's record; null when it is unknown or over.</summary>
    public TokenRecord? TokenOf(TokenId token) => Tokens.FirstOrDefault(t => t.Claims.Id == token);

    /// <summary>The group as its members see it, or why there is nothing to see.</summary>
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
