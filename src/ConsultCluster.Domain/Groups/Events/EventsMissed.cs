using System.Collections.Immutable;

namespace ConsultCluster.Domain.Groups.Events;

/// <summary>
/// Events up to this sequence may not have reached the observer: the group was activated anew, or the observer fell too far behind. What they led to is in the snapshot, and later
/// events follow it. Not durable: it repeats the last sequence number.
/// </summary>
/// <param name="Snapshot">The group with every event up to <see cref="GroupEvent.Sequence"/>.</param>
/// <param name="Revoked">Its revoked tokens that are still relevant.</param>
/// <param name="Places">The relays of the members' media, as far as the group knows them.</param>
public sealed record EventsMissed(
    GroupId Group, long Sequence, DateTimeOffset At, GroupSnapshot Snapshot, ImmutableArray<TokenId> Revoked, ImmutableArray<TerminalPlace> Places)
    : GroupEvent(Group, Sequence, At);

/// <summary>The relay that carries the media of a terminal.</summary>
public sealed record TerminalPlace(TerminalId Terminal, RelayId Relay);
