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

    /// <summary>Media of a terminal arrives, or it confirmed that it gets ours, or no longer.</summary>
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
    /// The relay lost the session. A terminal with signalling has to offer again; a WHIP or WHEP one has no other signalling
    /// than its session, so its seat is held as if that had been lost.
    /// </summary>
    public static Decision<Group> SessionGone(this Group group, TerminalId terminal, string reason, DateTimeOffset now)
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
