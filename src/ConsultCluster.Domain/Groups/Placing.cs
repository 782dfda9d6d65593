using System.Collections.Immutable;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// On which relays the terminals' sessions are, and what happens when a relay is lost. None of it waits for the database; that media
/// moved is put on record afterwards (<see cref="RecordMove"/>).
/// </summary>
public static class Placing
{
    /// <summary>For how long a terminal is reached over the relay that it leaves, when its media does not arrive at the other: pages make their switch within 1.5 s.</summary>
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(2);

    /// <summary>Every relay that holds a session of the group, standby ones included; each once, in the order of their names.</summary>
    public static ImmutableArray<RelayId> Relays(this Group group) =>
    [
        .. group.Seats
            .SelectMany(seat => (RelayId?[])[seat.Place?.Relay, seat.Place?.Standby, seat.LoneStandby, seat.Leaving?.Relay])
            .OfType<RelayId>()
            .Distinct()
            .OrderBy(relay => relay.Value, StringComparer.Ordinal),
    ];

    /// <summary>True unless the terminal's media is known to be on another relay: what that one reports of the terminal counts.</summary>
    public static bool IsCarriedBy(this Group group, TerminalId terminal, RelayId relay) =>
        group.SeatOf(terminal) is { } seat && (seat.Place is null || seat.Place.Relay == relay);

    /// <summary>A relay answered the terminal's offer: its media is there. A standby session there is that session now.</summary>
    public static Decision<Group> SessionOpened(this Group group, TerminalId terminal, RelayId relay, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { } seat)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.Carry(seat, relay);
        return turn.Done(turn.Group);
    }

    /// <summary>A relay answered the terminal's offer of a standby session.</summary>
    public static Decision<Group> StandbyOpened(this Group group, TerminalId terminal, RelayId relay, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { Place: { } place } seat || place.Relay == relay)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        if (place.Standby is { } before && before != relay)
        {
            turn.Order(new SessionEnded(terminal, before));
        }

        turn.Replace(seat with { Place = place with { Standby = relay }, Leaving = seat.Leaving?.Relay == relay ? null : seat.Leaving });
        return turn.Done(turn.Group);
    }

    /// <summary>The terminal sends media on that relay: where that is its standby session, it has moved there by itself.</summary>
    public static Decision<Group> StandbyActivated(this Group group, TerminalId terminal, RelayId relay, DateTimeOffset now) =>
        group.SeatOf(terminal) is { } seat && (seat.Place?.Standby == relay || seat.LoneStandby == relay) ? group.UseStandby(terminal, relay, now) : group.Keep(group);

    /// <summary>Moves a terminal to its standby session at its own wish. One that is there already, as its media has told before it did, is told so again.</summary>
    /// <param name="relay">Where that session is; null for wherever it is.</param>
    public static Decision<Group> UseStandby(this Group group, TerminalId terminal, RelayId? relay, DateTimeOffset now)
    {
        if (Guards.NotOpen(group) is { } refusal)
        {
            return group.Refuse<Group>(refusal);
        }

        var turn = new Turn(group, now);
        switch (group.SeatOf(terminal))
        {
            case { Place.Standby: { } standby } seat when relay is null || relay == standby:
                turn.Move(seat);
                turn.EndLeaving(turn.Group.SeatOf(terminal)!);
                return turn.Done(turn.Group);
            case { LoneStandby: { } lone } seat when relay is null || relay == lone:
                turn.Carry(seat, lone);
                turn.Order(new SessionActivated(terminal, lone));
                turn.RaiseFleeting(sequence => new MemberMoved(group.Id, sequence, now, terminal, lone));
                return turn.Done(turn.Group);
            case { Place: { } place } when relay == place.Relay:
                turn.RaiseFleeting(sequence => new MemberMoved(group.Id, sequence, now, terminal, place.Relay));
                return turn.Done(turn.Group);
            default:
                return group.Refuse<Group>(Guards.NoStandby);
        }
    }

    /// <summary>
    /// A relay is gone or is to be empty soon: whoever has a standby session elsewhere moves there, and whose standby it was should make
    /// another. Who has none stays where they are (see <see cref="LoseSessionsOn"/>).
    /// </summary>
    /// <param name="lives">The relay goes on for now: sessions there end when the media of all who leave it has arrived elsewhere.</param>
    public static Decision<Group> MoveFrom(this Group group, RelayId relay, bool lives, DateTimeOffset now)
    {
        var turn = new Turn(group, now);
        foreach (var seat in group.Ended ? [] : group.Seats)
        {
            if (seat.Place?.Standby == relay || seat.LoneStandby == relay)
            {
                turn.LoseStandby(seat);
            }
            else if (seat.Place?.Relay == relay && seat.Place.Standby is not null)
            {
                turn.Move(seat);
            }

            if (!lives && turn.Group.SeatOf(seat.Terminal) is { Leaving: { } left } moved && left.Relay == relay)
            {
                turn.EndLeaving(moved);
            }
        }

        return turn.Done(turn.Group);
    }

    /// <summary>Somebody would leave that relay, or make another standby session, if it were to be empty soon.</summary>
    public static bool CanLeave(this Group group, RelayId relay) =>
        !group.Ended && group.Seats.Any(seat => seat.Place is { Standby: { } standby } place ? place.Relay == relay || standby == relay : seat.LoneStandby == relay);

    /// <summary>There are more relays than before: whoever has media and no standby session should make one.</summary>
    public static Decision<Group> WantStandbys(this Group group, DateTimeOffset now)
    {
        var turn = new Turn(group, now);
        foreach (var seat in group.Ended ? [] : group.Seats.Where(seat => seat.Place is { Standby: null }))
        {
            turn.RaiseFleeting(sequence => new StandbyWanted(group.Id, sequence, now, seat.Terminal));
        }

        return turn.Done(turn.Group);
    }

    /// <summary>A relay is gone, and with it the media of everybody who is still on it: they have to offer again.</summary>
    public static Decision<Group> LoseSessionsOn(this Group group, RelayId relay, DateTimeOffset now)
    {
        var turn = new Turn(group, now);
        foreach (var seat in group.Ended ? [] : group.Seats.Where(seat => seat.Place?.Relay == relay))
        {
            turn.LoseMedia(seat, "relay lost");
        }

        return turn.Done(turn.Group);
    }

    /// <summary>Puts on record that a terminal's media moved.</summary>
    public static Decision<Group> RecordMove(this Group group, TerminalId terminal, RelayId from, RelayId to, DateTimeOffset now)
    {
        var turn = new Turn(group, now);
        turn.AuditMove(terminal, from, to);
        return turn.Done(turn.Group);
    }

    /// <summary>The terminal has no standby session any more.</summary>
    internal static void LoseStandby(this Turn turn, SeatState seat)
    {
        turn.Replace(seat with { Place = seat.Place is { } place ? place with { Standby = null } : null, LoneStandby = null });
        if (seat.Place is not null)
        {
            turn.RaiseFleeting(sequence => new StandbyWanted(turn.Group.Id, sequence, turn.Now, seat.Terminal));
        }
    }

    /// <summary>The relay carries the terminal's media; a standby session elsewhere stays.</summary>
    internal static void Carry(this Turn turn, SeatState seat, RelayId relay)
    {
        var standby = seat.Place?.Standby ?? seat.LoneStandby;
        turn.Replace(seat with
        {
            Place = new MediaPlace(relay, standby == relay ? null : standby),
            LoneStandby = null,
            Leaving = seat.Leaving?.Relay == relay ? null : seat.Leaving,
        });
    }

    /// <summary>
    /// The terminal's media flows where it moved to. The sessions on the relay that it left end together, when this holds of all who left it:
    /// who still watches there must not see one person's picture take the place of another's.
    /// </summary>
    internal static void Arrive(this Turn turn, SeatState seat)
    {
        turn.Replace(seat with { Leaving = seat.Leaving! with { HasArrived = true } });
        var left = turn.Group.Seats.Where(other => other.Leaving?.Relay == seat.Leaving.Relay).ToArray();
        if (left.All(other => other.Leaving!.HasArrived))
        {
            Array.ForEach(left, turn.EndLeaving);
        }
    }

    /// <summary>Ends the session that the terminal's media has left.</summary>
    internal static void EndLeaving(this Turn turn, SeatState seat)
    {
        turn.Order(new SessionEnded(seat.Terminal, seat.Leaving!.Relay));
        turn.Replace(seat with { Leaving = null });
    }

    /// <summary>Media goes to the standby session; the one before goes on until it has arrived there.</summary>
    internal static void Move(this Turn turn, SeatState seat)
    {
        var (from, to) = (seat.Place!.Relay, seat.Place.Standby!.Value);
        if (seat.Leaving is { } before && before.Relay != to)
        {
            turn.Order(new SessionEnded(seat.Terminal, before.Relay));
        }

        turn.Replace(seat with { Place = new MediaPlace(to, null), Leaving = new LeavingSession(from, turn.Now + LeavesWithin), Destination = null });
        turn.Order(new SessionMoved(seat.Terminal, from, to));
        turn.RaiseFleeting(sequence => new MemberMoved(turn.Group.Id, sequence, turn.Now, seat.Terminal, to));
    }
}
