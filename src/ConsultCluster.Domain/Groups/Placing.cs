using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// On which relays the terminals' sessions are, and what happens when a relay is lost. None of it waits for the database; that media
/// moved is put on record afterwards (<see cref="RecordMove"/>).
/// </summary>
public static class Placing
{
    /// <summary>Every relay that holds a session of the group, standby ones included; each once, in the order of their names.</summary>
    public static ImmutableArray<RelayId> Relays(this Group group) =>
    [
        .. group.Seats
            .Select(seat => seat.Place)
            .OfType<MediaPlace>()
            .SelectMany(place => place.Standby is { } standby ? [place.Relay, standby] : (RelayId[])[place.Relay])
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

        var standby = seat.Place?.Standby == relay ? null : seat.Place?.Standby;
        var turn = new Turn(group, now);
        turn.Replace(seat with { Place = new MediaPlace(relay, standby) });
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
            turn.Order(new StandbyClosed(terminal, before));
        }

        turn.Replace(seat with { Place = place with { Standby = relay } });
        return turn.Done(turn.Group);
    }

    /// <summary>The terminal began to send to its standby session: its media is there now.</summary>
    public static Decision<Group> StandbyActivated(this Group group, TerminalId terminal, RelayId relay, DateTimeOffset now) =>
        group.SeatOf(terminal)?.Place?.Standby == relay ? group.UseStandby(terminal, now) : group.Keep(group);

    /// <summary>Moves a terminal to its standby session at its own wish.</summary>
    public static Decision<Group> UseStandby(this Group group, TerminalId terminal, DateTimeOffset now)
    {
        if (Guards.NotOpen(group) is { } refusal)
        {
            return group.Refuse<Group>(refusal);
        }

        if (group.SeatOf(terminal) is not { Place.Standby: not null })
        {
            return group.Refuse<Group>(Guards.NoStandby);
        }

        var turn = new Turn(group, now);
        turn.Move(terminal);
        return turn.Done(turn.Group);
    }

    /// <summary>
    /// A relay is gone or is to be empty soon: whoever has a standby session elsewhere moves there, and whose standby it was should make
    /// another. Who has none stays where they are (see <see cref="LoseSessionsOn"/>).
    /// </summary>
    public static Decision<Group> MoveFrom(this Group group, RelayId relay, DateTimeOffset now)
    {
        var turn = new Turn(group, now);
        foreach (var seat in group.Ended ? [] : group.Seats)
        {
            if (seat.Place?.Standby == relay)
            {
                turn.LoseStandby(seat);
            }
            else if (seat.Place?.Relay == relay && seat.Place.Standby is not null)
            {
                turn.Move(seat.Terminal);
            }
        }

        return turn.Done(turn.Group);
    }

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
        turn.AuditSystem(AuditActions.MemberMoved, ("terminal", terminal.Value), ("from", from.Value), ("to", to.Value));
        return turn.Done(turn.Group);
    }

    /// <summary>The terminal has no standby session any more.</summary>
    internal static void LoseStandby(this Turn turn, SeatState seat)
    {
        turn.Replace(seat with { Place = seat.Place! with { Standby = null } });
        turn.RaiseFleeting(sequence => new StandbyWanted(turn.Group.Id, sequence, turn.Now, seat.Terminal));
    }

    private static void Move(this Turn turn, TerminalId terminal)
    {
        var seat = turn.Group.SeatOf(terminal)!;
        var (from, to) = (seat.Place!.Relay, seat.Place.Standby!.Value);
        turn.Replace(seat with { Place = new MediaPlace(to, null) });
        turn.Order(new SessionMoved(terminal, from, to));
        turn.RaiseFleeting(sequence => new MemberMoved(turn.Group.Id, sequence, turn.Now, terminal, to));
    }
}
