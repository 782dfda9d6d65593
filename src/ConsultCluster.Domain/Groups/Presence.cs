using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Groups;

/// <summary>Handles lost and returning signalling; the seat is held for a while.</summary>
public static class Presence
{
    /// <summary>The terminal's signalling was lost: its seat is held.</summary>
    public static Decision<Group> Detach(this Group group, TerminalId terminal, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { Member.Presence: not PresenceState.Reconnecting } seat)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.Hold(seat);
        turn.AuditSystem(AuditActions.MemberReconnecting, ("terminal", terminal.Value));
        return turn.Done(turn.Group);
    }

    /// <summary>
    /// The group was activated in a process: a new epoch begins, and every seat is held until its terminal returns with
    /// its token.
    /// </summary>
    public static Decision<Group> Activate(this Group group, DateTimeOffset now)
    {
        if (group.Request is null || group.Ended)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group with { Epoch = group.Epoch + 1, Announced = [] }, now);
        turn.MustSave();
        foreach (var seat in group.Seats)
        {
            turn.Hold(seat with { Sends = false, Receives = false });
        }

        if (!group.Seats.IsEmpty)
        {
            turn.AuditSystem(AuditActions.GroupActivated, ("epoch", turn.Group.Epoch), ("heldSeats", group.Seats.Length));
        }

        return turn.Done(turn.Group);
    }

    /// <summary>
    /// After an activation, the signalling of these terminals is still there, because other processes hold it: their
    /// seats are no longer held.
    /// </summary>
    public static Decision<Group> Remain(this Group group, IReadOnlyCollection<TerminalId> terminals, DateTimeOffset now)
    {
        if (group.Request is null || group.Ended)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        foreach (var seat in group.Seats.Where(s => s.Member.Presence == PresenceState.Reconnecting && terminals.Contains(s.Terminal)))
        {
            var member = seat.Member with { Presence = PresenceState.Entered };
            turn.Replace(seat with { Member = member, HeldUntil = null });
            turn.Raise(sequence => new MemberEntered(group.Id, sequence, now, member, Resumed: true));
            turn.AuditSystem(AuditActions.MemberResumed, ("terminal", seat.Terminal.Value));
        }

        turn.Settle();
        return turn.Done(turn.Group);
    }

    internal static void Hold(this Turn turn, SeatState seat)
    {
        var known = seat.Member.Presence == PresenceState.Reconnecting;
        turn.Withdraw(seat.Terminal);
        turn.Replace(seat with
        {
            Member = seat.Member with { Presence = PresenceState.Reconnecting },
            HeldUntil = turn.Now + turn.Group.Rules.SeatHold,
        });
        if (!known)
        {
            turn.Raise(sequence => new MemberReconnecting(turn.Group.Id, sequence, turn.Now, seat.Terminal));
        }
    }
}
