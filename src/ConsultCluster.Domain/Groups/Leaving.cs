using ConsultCluster.Domain.Accounts;
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
    /// <param name="account">The caller's account as it is now; null when it has none here.</param>
    public static Decision<GroupSnapshot> Leave(this Group group, TerminalId terminal, Actor by, DateTimeOffset now, AccountState? account = null)
    {
        if (Guards.NotOpen(group) is { } refusal)
        {
            return group.Refuse<GroupSnapshot>(refusal);
        }

        var authorized = group.Authorize(by, account);
        if (!authorized.Succeeded)
        {
            return group.Refuse<GroupSnapshot>(authorized.Refusal);
        }

        by = authorized.Value;
        if (group.SeatOf(terminal) is not { } seat)
        {
            return group.Refuse<GroupSnapshot>(Guards.NoSeat);
        }

        var builder = new DecisionBuilder(group, now);
        if (by.Person == seat.Member.Person)
        {
            builder.Remove(seat, LeaveReason.Left, by.Person, by.From);
        }
        else if (!by.Permissions.HasFlag(Permissions.Moderate))
        {
            return group.Refuse<GroupSnapshot>(Guards.Missing(Permissions.Moderate, "remove another person"));
        }
        else if (group.TokenOf(seat.Member.Token) is { State: not TokenState.Revoked } token)
        {
            builder.Revoke(token, by);
        }
        else
        {
            builder.Remove(seat, LeaveReason.Removed, by.Person, by.From);
        }

        builder.AnnounceConnected();
        return builder.DoneWithSnapshot();
    }

    internal static void Remove(this DecisionBuilder builder, SeatState seat, LeaveReason reason, PersonId by, string from)
    {
        builder.RemoveSeat(seat.Terminal);
        builder.WriteStay(seat.Member, reason);
        builder.Raise(sequence => new MemberLeft(builder.Group.Id, sequence, builder.Now, seat.Terminal, reason));
        builder.Audit(by, from, AuditActions.MemberLeft, ("terminal", seat.Terminal.Value), ("reason", reason.ToString()));
        if (reason != LeaveReason.GroupClosed)
        {
            builder.Add(new SessionClosed(seat.Terminal));
        }
    }
}
