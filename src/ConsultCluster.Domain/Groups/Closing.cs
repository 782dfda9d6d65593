using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Ends a consultation: removes every terminal and voids every token.</summary>
public static class Closing
{
    /// <summary>Closes the consultation. Closing twice is not an error.</summary>
    public static Decision<GroupSnapshot> Close(this Group group, Actor by, DateTimeOffset now)
    {
        if (group.Request is not null && !by.Permissions.HasFlag(Permissions.Close))
        {
            return group.Refuse<GroupSnapshot>(Guards.Missing(Permissions.Close, "close the consultation"));
        }

        if (group.State == GroupState.Closed)
        {
            return group.Keep();
        }

        if (Guards.NotOpen(group) is { } refusal)
        {
            return group.Refuse<GroupSnapshot>(refusal);
        }

        var turn = new Turn(group, now);
        turn.End(GroupState.Closed, by.Person, by.From);
        return turn.DoneWithSnapshot();
    }

    internal static void End(this Turn turn, GroupState state, PersonId by, string from)
    {
        foreach (var seat in turn.Group.Seats)
        {
            turn.Remove(seat, LeaveReason.GroupClosed, by, from);
        }

        foreach (var token in turn.Group.Tokens.Where(t => t.State is TokenState.Issued or TokenState.Used))
        {
            turn.WriteToken(token with { State = TokenState.Revoked, RevokedAt = turn.Now });
        }

        turn.Group = turn.Group with { State = state, ClosedAt = turn.Now };
        turn.Add(new GroupSessionsClosed());
        turn.Raise(sequence => new GroupEnded(turn.Group.Id, sequence, turn.Now, state, state == GroupState.Closed ? by : null));
        turn.Audit(by, from, state == GroupState.Closed ? AuditActions.GroupClosed : AuditActions.GroupExpired);
    }
}
