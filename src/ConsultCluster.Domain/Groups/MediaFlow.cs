using System.Text.Json.Nodes;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Groups;

/// <summary>What the relay reports: who is connected, and when to tell everybody.</summary>
public static class MediaFlow
{
    /// <summary>The seat for which a session may be opened now, or why not.</summary>
    public static Outcome<SeatState> SeatForMedia(this Group group, TerminalId terminal)
    {
        if ((Guards.NotOpen(group) ?? (group.SeatOf(terminal) is null ? Guards.NoSeat : null)) is { } refusal)
        {
            return refusal;
        }

        return group.SeatOf(terminal)!;
    }

    /// <summary>The seat for which a standby session may be opened now: one whose media is on a relay.</summary>
    public static Outcome<SeatState> SeatForStandby(this Group group, TerminalId terminal)
    {
        var seat = group.SeatForMedia(terminal);
        return seat.Succeeded && seat.Value.Place is null
            ? new Refusal(RefusalCodes.RelayNoStandby, "Media comes first: offer a session, and then a standby session.")
            : seat;
    }

    /// <summary>
    /// On a relay media of a terminal arrives, or the terminal confirmed that it gets the relay's, or no longer. Who did not know where
    /// the terminal's media is, after a restart, knows it now.
    /// </summary>
    public static Decision<Group> MediaChanged(
        this Group group, TerminalId terminal, RelayId relay, bool sends, bool receives, DateTimeOffset now)
    {
        if (group.Ended || !group.IsCarriedBy(terminal, relay) || group.SeatOf(terminal) is not { } seat
            || (seat.Sends == sends && seat.Receives == receives && seat.Leaving is null && (seat.Place is not null || !(sends || receives))))
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        if (seat.Place is null && (sends || receives))
        {
            turn.Carry(seat, relay);
        }

        turn.Replace(turn.Group.SeatOf(terminal)! with { Sends = sends, Receives = receives });
        if (turn.Group.SeatOf(terminal) is { Leaving.HasArrived: false } moved && Flows(turn.Group, moved))
        {
            turn.Arrive(moved);
        }

        turn.Settle();
        return turn.Done(turn.Group);
    }

    /// <summary>
    /// A relay lost the session. Was it the standby one, another is wanted; was media leaving it, nothing is missing. A terminal with signalling moves to its standby session or
    /// has to offer again; a WHIP or WHEP one has no other signalling than its session, so its seat is held as if that had been lost.
    /// </summary>
    public static Decision<Group> SessionGone(this Group group, TerminalId terminal, RelayId relay, string reason, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { } seat)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        if (seat.Place?.Standby == relay || seat.LoneStandby == relay)
        {
            turn.LoseStandby(seat);
        }
        else if (seat.Leaving?.Relay == relay)
        {
            turn.Replace(seat with { Leaving = null });
        }
        else if (seat.Place is null || seat.Place.Relay == relay)
        {
            turn.LoseMedia(seat, reason);
        }

        return turn.Done(turn.Group);
    }

    /// <summary>Takes a relay's measurement of a terminal whose media it carries.</summary>
    public static Decision<Group> ReportQuality(
        this Group group, TerminalId terminal, RelayId relay, QualityReport report, DateTimeOffset now) =>
        group.IsCarriedBy(terminal, relay) ? group.ReportQuality(terminal, report, now) : group.Keep(group);

    /// <summary>Takes a measurement; it is told but not saved.</summary>
    public static Decision<Group> ReportQuality(this Group group, TerminalId terminal, QualityReport report, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { } seat || seat.Member.Quality == report)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.Replace(seat with { Member = seat.Member with { Quality = report } });
        turn.RaiseFleeting(sequence => new MemberQuality(group.Id, sequence, now, terminal, report));
        return turn.Done(turn.Group);
    }

    /// <summary>Nothing carries the terminal's media any more.</summary>
    internal static void LoseMedia(this Turn turn, SeatState seat, string reason)
    {
        turn.Withdraw(seat.Terminal);
        turn.Replace(seat with { Sends = false, Receives = false, Place = null, Destination = null });
        turn.AuditSystem(AuditActions.MemberMediaLost, ("terminal", seat.Terminal.Value), ("reason", reason));

        if (seat.Member.TerminalKind is TerminalKind.Whip or TerminalKind.Whep)
        {
            turn.Hold(turn.Group.SeatOf(seat.Terminal)!);
        }
        else if (seat.Member.Presence != PresenceState.Reconnecting)
        {
            turn.Replace(turn.Group.SeatOf(seat.Terminal)! with { Member = seat.Member with { Presence = PresenceState.Entered } });
            turn.Raise(sequence => new MemberMediaLost(turn.Group.Id, sequence, turn.Now, seat.Terminal));
        }

        turn.Settle();
    }

    /// <summary>Marks who became connected, and sends the connection notice when two are, or a further one.</summary>
    internal static void Settle(this Turn turn)
    {
        if (turn.Group.Ended)
        {
            return;
        }

        foreach (var seat in turn.Group.Seats)
        {
            if (seat.Member.Presence == PresenceState.Entered && Flows(turn.Group, seat))
            {
                Connect(turn, seat);
            }
        }

        var group = turn.Group;
        var connected = group.Seats
            .Where(s => s.Member.Presence == PresenceState.Connected && Flows(group, s))
            .Select(s => s.Terminal)
            .ToArray();
        if (connected.Length < 2 || connected.All(t => group.Announced.Contains(t)))
        {
            return;
        }

        turn.Group = group with
        {
            Announced = [.. group.Announced.Union(connected)],
            ConnectedAt = group.ConnectedAt ?? turn.Now,
        };
        turn.Raise(sequence => new GroupConnected(group.Id, sequence, turn.Now, [.. connected]));
        turn.AuditSystem(AuditActions.GroupConnected, ("terminals", new JsonArray([.. connected.Select(t => (JsonNode)t.Value)])));
    }

    private static void Connect(Turn turn, SeatState seat)
    {
        var member = seat.Member with { Presence = PresenceState.Connected, ConnectedAt = seat.Member.ConnectedAt ?? turn.Now };
        turn.Replace(seat with { Member = member });
        turn.WriteStay(member);
        turn.Raise(sequence => new MemberConnected(turn.Group.Id, sequence, turn.Now, seat.Terminal));
        turn.AuditSystem(AuditActions.MemberConnected, ("terminal", seat.Terminal.Value));
    }

    /// <summary>
    /// True when media flows in every direction that the token allows: sending is not asked of somebody who is wholly muted, and
    /// receiving not while nobody else sends. At least one direction has to flow.
    /// </summary>
    private static bool Flows(Group group, SeatState seat)
    {
        var silent = seat.Member.Muted.Contains(MediaSource.Microphone) && seat.Member.Muted.Contains(MediaSource.Camera);
        var mustSend = seat.May(Permissions.Publish) && !silent;
        var mustReceive = seat.May(Permissions.Subscribe) && group.Seats.Any(s => s.Sends && s.Terminal != seat.Terminal);

        return (seat.Sends || !mustSend)
            && (seat.Receives || !mustReceive)
            && ((seat.Sends && seat.May(Permissions.Publish)) || (seat.Receives && seat.May(Permissions.Subscribe)));
    }
}
