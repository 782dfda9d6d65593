using System.Collections.Immutable;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// Moves the media of running calls to where it is clearly better carried. Nobody waits for it, so it goes only over sessions that stand, and the session
/// before goes on until the media has arrived.
/// </summary>
public static class Relocating
{
    /// <summary>For terminals to make a session at their destination: pages wait up to 4 s, so that not all come at once, and then connect.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(8);

    /// <summary>A terminal said where it is; what it does not know leaves what it said before.</summary>
    public static Decision<Group> Locate(this Group group, TerminalId terminal, Nearness near, DateTimeOffset now)
    {
        if (!near.IsKnown || group.SeatOf(terminal) is not { } seat)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.Replace(seat with { Near = near });
        return turn.Done(turn.Group);
    }

    /// <summary>
    /// True when there is media to be moved, all of it can be, and none is on its way. A WHIP or WHEP terminal has no second session; where one stays,
    /// the others are best left beside it.
    /// </summary>
    public static bool CanRelocate(this Group group) =>
        !group.Ended
        && group.Seats.Any(seat => seat.Place is not null)
        && group.Seats.All(seat =>
            seat is { Leaving: null, Destination: null } && seat.Member.TerminalKind is not (TerminalKind.Whip or TerminalKind.Whep));

    /// <summary>
    /// Sends terminals to better relays: at once when all of them have a standby session there, and otherwise when they had the time to make one.
    /// </summary>
    /// <param name="moves">What the planner found; those that no longer fit are left out, and those that concern standby sessions only.</param>
    public static Decision<Group> Relocate(this Group group, ImmutableArray<Move> moves, DateTimeOffset now)
    {
        if (!group.CanRelocate())
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        var going = moves.Where(move => move.MovesMedia && group.SeatOf(move.Terminal) is { HeldUntil: null } seat && seat.Place?.Relay == move.From.Relay).ToArray();
        var at = Array.TrueForAll(going, move => group.SeatOf(move.Terminal)!.Place!.Standby == move.To.Relay) ? now : now + ReadyWithin;
        foreach (var move in going)
        {
            var seat = group.SeatOf(move.Terminal)!;
            turn.Replace(seat with { Destination = new Destination(move.To.Relay, at) });
            if (seat.Place!.Standby != move.To.Relay)
            {
                turn.RaiseFleeting(sequence => new StandbyWanted(group.Id, sequence, now, seat.Terminal));
            }
        }

        return turn.Done(turn.Group);
    }

    /// <summary>The time has come: the terminal's media goes, if its session is there and it can hear of it.</summary>
    internal static void Depart(this Turn turn, SeatState seat)
    {
        var to = seat.Destination!.Relay;
        turn.Replace(seat with { Destination = null });
        if (seat is { HeldUntil: null, Place: { Relay: var from, Standby: { } standby } } && standby == to)
        {
            turn.Move(turn.Group.SeatOf(seat.Terminal)!);
            turn.AuditMove(seat.Terminal, from, to);
        }
    }

    /// <summary>Puts on record that a terminal's media moved.</summary>
    internal static void AuditMove(this Turn turn, TerminalId terminal, RelayId from, RelayId to) =>
        turn.AuditSystem(AuditActions.MemberMoved, ("terminal", terminal.Value), ("from", from.Value), ("to", to.Value));
}
