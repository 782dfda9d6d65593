using System.Text.Json.Nodes;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;

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

    /// <summary>The media plan reports whether a terminal's media arrives and whether it receives media.</summary>
    public static Decision<Group> MediaChanged(this Group group, TerminalId terminal, bool sends, bool receives, DateTimeOffset now)
    {
        if (group.Ended || group.SeatOf(terminal) is not { } seat || (seat.Sends == sends && seat.Receives == receives))
        {
            return group.Keep(group);
        }

        var builder = new DecisionBuilder(group, now);
        builder.ReplaceSeat(seat with { Sends = sends, Receives = receives });
        builder.AnnounceConnected();
        return builder.Done(builder.Group);
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

        var builder = new DecisionBuilder(group, now);
        builder.ClearAnnounced(terminal);
        builder.ReplaceSeat(seat with { Sends = false, Receives = false });
        builder.AuditSystem(AuditActions.MemberMediaLost, ("terminal", terminal.Value), ("reason", reason));
        if (seat.IsMediaOnly)
        {
            builder.Hold(builder.Group.SeatOf(terminal)!);
        }
        else if (seat.Member.Presence != PresenceState.Reconnecting)
        {
            builder.ReplaceSeat(builder.Group.SeatOf(terminal)! with { Member = seat.Member with { Presence = PresenceState.Entered } });
            builder.Raise(sequence => new MemberMediaLost(group.Id, sequence, now, terminal, reason == MediaLost.OverLimit));
        }

        builder.AnnounceConnected();
        return builder.Done(builder.Group);
    }

    /// <summary>Records in the audit that a terminal's media moved to another relay.</summary>
    public static Decision<Group> RecordMove(this Group group, TerminalId terminal, RelayId from, RelayId to, DateTimeOffset now)
    {
        if (group.Request is null)
        {
            return group.Keep(group);
        }

        var builder = new DecisionBuilder(group, now);
        builder.AuditSystem(AuditActions.MemberMoved, ("terminal", terminal.Value), ("from", from.Value), ("to", to.Value));
        return builder.Done(builder.Group);
    }

    /// <summary>
    /// Marks newly connected terminals, and sends the connection notice once two are connected and for each further
    /// one.
    /// </summary>
    internal static void AnnounceConnected(this DecisionBuilder builder)
    {
        if (builder.Group.Ended)
        {
            return;
        }

        foreach (var seat in builder.Group.Seats)
        {
            if (seat.Member.Presence == PresenceState.Entered && Flows(builder.Group, seat))
            {
                Connect(builder, seat);
            }
        }

        var group = builder.Group;
        var connected = group.Seats
            .Where(s => s.Member.Presence == PresenceState.Connected && Flows(group, s))
            .Select(s => s.Terminal)
            .ToArray();
        if (connected.Length < 2 || connected.All(t => group.Announced.Contains(t)))
        {
            return;
        }

        builder.Group = group with
        {
            Announced = [.. group.Announced.Union(connected)],
            ConnectedAt = group.ConnectedAt ?? builder.Now,
        };
        builder.Raise(sequence => new GroupConnected(group.Id, sequence, builder.Now, [.. connected]));
        builder.AuditSystem(AuditActions.GroupConnected, ("terminals", new JsonArray([.. connected.Select(t => (JsonNode)t.Value)])));
    }

    private static void Connect(DecisionBuilder builder, SeatState seat)
    {
        var member = seat.Member with { Presence = PresenceState.Connected, ConnectedAt = seat.Member.ConnectedAt ?? builder.Now };
        builder.ReplaceSeat(seat with { Member = member });
        builder.WriteStay(member);
        builder.Raise(sequence => new MemberConnected(builder.Group.Id, sequence, builder.Now, seat.Terminal));
        builder.AuditSystem(AuditActions.MemberConnected, ("terminal", seat.Terminal.Value));
    }

    private static bool Flows(Group group, SeatState seat) => Flow.IsComplete(
        seat.Member.Permissions,
        seat.Member.Muted,
        seat.Sends,
        seat.Receives,
        othersSend: group.Seats.Any(other => other.Sends && other.Terminal != seat.Terminal));
}
