using System.Text.Json.Nodes;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Media;

namespace ConsultCluster.Domain.Groups;

/// <summary>Handles reports of the media plan: who is connected, and when to notify the members.</summary>
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

    /// <summary>
    /// The media plan reports whether a terminal's media arrives and whether it confirmed receiving media.
    /// </summary>
    public static Decision<Group> MediaChanged(this Group group, TerminalId terminal, bool sends, bool receives, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { } seat || (seat.Sends == sends && seat.Receives == receives))
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.Replace(seat with { Sends = sends, Receives = receives });
        turn.Settle();
        return turn.Done(turn.Group);
    }

    /// <summary>
    /// The media plan reports that no session carries the terminal's media. A terminal with signalling must offer
    /// again. A WHIP or WHEP terminal has no signalling besides its session, so its seat is held.
    /// </summary>
    public static Decision<Group> LoseMedia(this Group group, TerminalId terminal, string reason, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { } seat)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.Withdraw(terminal);
        turn.Replace(seat with { Sends = false, Receives = false });
        turn.AuditSystem(AuditActions.MemberMediaLost, ("terminal", terminal.Value), ("reason", reason));
        if (seat.Member.TerminalKind is TerminalKind.Whip or TerminalKind.Whep)
        {
            turn.Hold(turn.Group.SeatOf(terminal)!);
        }
        else if (seat.Member.Presence != PresenceState.Reconnecting)
        {
            turn.Replace(turn.Group.SeatOf(terminal)! with { Member = seat.Member with { Presence = PresenceState.Entered } });
            turn.Raise(sequence => new MemberMediaLost(group.Id, sequence, now, terminal));
        }

        turn.Settle();
        return turn.Done(turn.Group);
    }

    /// <summary>Records in the audit that a terminal's media moved to another relay.</summary>
    public static Decision<Group> RecordMove(this Group group, TerminalId terminal, RelayId from, RelayId to, DateTimeOffset now)
    {
        if (group.Request is null)
        {
            return group.Keep(group);
        }

        var turn = new Turn(group, now);
        turn.AuditSystem(AuditActions.MemberMoved, ("terminal", terminal.Value), ("from", from.Value), ("to", to.Value));
        return turn.Done(turn.Group);
    }

    /// <summary>
    /// Marks newly connected terminals, and sends the connection notice once two are connected and for each further
    /// one.
    /// </summary>
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

    private static bool Flows(Group group, SeatState seat) => Flow.IsComplete(
        seat.Member.Permissions,
        seat.Member.Muted,
        seat.Sends,
        seat.Receives,
        othersSend: group.Seats.Any(other => other.Sends && other.Terminal != seat.Terminal));
}
