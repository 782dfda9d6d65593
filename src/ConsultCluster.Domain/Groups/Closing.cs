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

        var builder = new DecisionBuilder(group, now);
        builder.End(GroupState.Closed, by.Person, by.From);
        return builder.DoneWithSnapshot();
    }

    internal static void End(this DecisionBuilder builder, GroupState state, PersonId by, string from)
    {
        foreach (var seat in builder.Group.Seats)
        {
            builder.Remove(seat, LeaveReason.GroupClosed, by, from);
        }

        foreach (var token in builder.Group.Tokens.Where(t => t.State is TokenState.Issued or TokenState.Used))
        {
            builder.WriteToken(token with { State = TokenState.Revoked, RevokedAt = builder.Now });
        }

        builder.Group = builder.Group with { State = state, ClosedAt = builder.Now };
        builder.Add(new GroupSessionsClosed());
        builder.Raise(sequence => new GroupEnded(builder.Group.Id, sequence, builder.Now, state, state == GroupState.Closed ? by : null));
        builder.Audit(by, from, state == GroupState.Closed ? AuditActions.GroupClosed : AuditActions.GroupExpired);
    }
}
