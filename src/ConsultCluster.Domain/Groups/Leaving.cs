using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Gives up a seat: a terminal leaves or a moderator removes it.</summary>
public static class Leaving
{
    /// <summary>
    /// The terminal leaves, or another person removes it. Removing also revokes the token; otherwise the terminal could
    /// enter again at once.
    /// </summary>
    public static Decision<GroupSnapshot> Leave(this Group group, TerminalId terminal, Actor by, DateTimeOffset now)
    {
        if (Guards.NotOpen(group) is { } refusal)
        {
            return group.Refuse<GroupSnapshot>(refusal);
        }

        if (group.SeatOf(terminal) is not { } seat)
        {
            return group.Refuse<GroupSnapshot>(Guards.NoSeat);
        }

        var turn = new Turn(group, now);
        if (by.Person == seat.Member.Person)
        {
            turn.Remove(seat, LeaveReason.Left, by.Person, by.From);
        }
        else if (!by.Permissions.HasFlag(Permissions.Moderate))
        {
            return group.Refuse<GroupSnapshot>(Guards.Missing(Permissions.Moderate, "remove another person"));
        }
        else if (group.TokenOf(seat.Member.Token) is { State: not TokenState.Revoked } token)
        {
            turn.Revoke(token, by);
        }
        else
        {
            turn.Remove(seat, LeaveReason.Removed, by.Person, by.From);
        }

        turn.Settle();
        return turn.DoneWithSnapshot();
    }

    internal static void Remove(this Turn turn, SeatState seat, LeaveReason reason, PersonId by, string from)
    {
        turn.StandUp(seat.Terminal);
        turn.WriteStay(seat.Member, reason);
        turn.Raise(sequence => new MemberLeft(turn.Group.Id, sequence, turn.Now, seat.Terminal, reason));
        turn.Audit(by, from, AuditActions.MemberLeft, ("terminal", seat.Terminal.Value), ("reason", reason.ToString()));
        if (reason != LeaveReason.GroupClosed)
        {
            turn.Add(new SessionClosed(seat.Terminal));
        }
    }
}
