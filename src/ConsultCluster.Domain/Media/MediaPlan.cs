using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Media;

/// <summary>
/// Which relays carry the media of a group's terminals: where each one is, its standby, and where it is going. The plan is volatile: a process that loses it asks the
/// relays what they hold and plans again; no member is lost. It never changes: each behaviour (<see cref="Placing"/>, <see cref="Flowing"/>, <see cref="Relocating"/>,
/// <see cref="TakingUp"/>) gives the next plan with its effects.
/// </summary>
/// <param name="Epoch">Goes with every order; relays refuse orders of an older epoch. At least the record's.</param>
/// <param name="Terminals">One for each seat of the record, in the same order.</param>
public sealed record MediaPlan(GroupId Group, long Epoch, ImmutableArray<TerminalMedia> Terminals)
{
    /// <summary>The plan of a group without members.</summary>
    public static MediaPlan Empty(GroupId group) => new(group, 0, []);

    /// <summary>The media of a terminal; null when it has no seat.</summary>
    public TerminalMedia? Find(TerminalId terminal) => Terminals.FirstOrDefault(one => one.Terminal == terminal);

    /// <summary>Every relay that holds a session of the group, standby ones included; each once, ordered by name.</summary>
    public ImmutableArray<RelayId> Relays() =>
    [
        .. Terminals
            .SelectMany(one => (RelayId?[])[one.Place?.Relay, one.Place?.Standby, one.LoneStandby, one.Former?.Relay, one.Leaving?.Relay])
            .OfType<RelayId>()
            .Distinct()
            .OrderBy(relay => relay.Value, StringComparer.Ordinal),
    ];

    /// <summary>True unless the terminal's media is known to be on another relay: what this one reports of the terminal counts.</summary>
    public bool IsCarriedBy(TerminalId terminal, RelayId relay) =>
        Find(terminal) is { } media && (media.Place is null || media.Place.Relay == relay);

    /// <summary>When <see cref="Flowing.HandleTimeout"/> next has work; null when never.</summary>
    public DateTimeOffset? NextDeadline()
    {
        DateTimeOffset? next = null;
        foreach (var one in Terminals)
        {
            next = Earlier(Earlier(Earlier(next, one.Leaving?.Until), one.Destination?.At), one.Former?.Until);
        }

        return next;
    }

    /// <summary>The record changed: terminals without a seat leave the plan, new ones join it, and everybody's rights and mutes are those on record.</summary>
    public MediaPlan Follow(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        ImmutableArray<TerminalMedia> terminals = group.Request is null || group.Ended ? [] : [.. group.Seats.Select(Follow)];
        var epoch = Math.Max(Epoch, group.Epoch);
        return epoch == Epoch && terminals.SequenceEqual(Terminals) ? this : this with { Epoch = epoch, Terminals = terminals };
    }

    private TerminalMedia Follow(SeatState seat)
    {
        var member = seat.Member;
        var known = Find(seat.Terminal) ?? new TerminalMedia(seat.Terminal, member.TerminalKind, member.Permissions, member.Muted);
        return known.Permissions == member.Permissions && known.IsAway == seat.HeldUntil.HasValue && ReferenceEquals(known.Muted, member.Muted)
            ? known
            : known with { Permissions = member.Permissions, Muted = member.Muted, IsAway = seat.HeldUntil.HasValue };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
