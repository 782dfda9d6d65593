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

        var builder = new DecisionBuilder(group, now);
        builder.Hold(seat);
        builder.AuditSystem(AuditActions.MemberReconnecting, ("terminal", terminal.Value));
        return builder.Done(builder.Group);
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

        var builder = new DecisionBuilder(group with { Epoch = group.Epoch + 1, Announced = [] }, now);
        builder.MustSave();
        foreach (var seat in group.Seats)
        {
            builder.Hold(seat with { Sends = false, Receives = false });
        }

        if (!group.Seats.IsEmpty)
        {
            builder.AuditSystem(AuditActions.GroupActivated, ("epoch", builder.Group.Epoch), ("heldSeats", group.Seats.Length));
        }

        return builder.Done(builder.Group);
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

        var builder = new DecisionBuilder(group, now);
        foreach (var seat in group.Seats.Where(s => s.Member.Presence == PresenceState.Reconnecting && terminals.Contains(s.Terminal)))
        {
            var member = seat.Member with { Presence = PresenceState.Entered };
            builder.ReplaceSeat(seat with { Member = member, HeldUntil = null });
            builder.Raise(sequence => new MemberEntered(group.Id, sequence, now, member, Resumed: true));
            builder.AuditSystem(AuditActions.MemberResumed, ("terminal", seat.Terminal.Value));
        }

        builder.AnnounceConnected();
        return builder.Done(builder.Group);
    }

    internal static void Hold(this DecisionBuilder builder, SeatState seat)
    {
        var known = seat.Member.Presence == PresenceState.Reconnecting;
        builder.ClearAnnounced(seat.Terminal);
        builder.ReplaceSeat(seat with
        {
            Member = seat.Member with { Presence = PresenceState.Reconnecting },
            HeldUntil = builder.Now + builder.Group.Rules.SeatHold,
        });
        if (!known)
        {
            builder.Raise(sequence => new MemberReconnecting(builder.Group.Id, sequence, builder.Now, seat.Terminal));
        }
    }
}
