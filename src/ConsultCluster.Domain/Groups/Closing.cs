using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Ends a consultation: removes every terminal and voids every token.</summary>
public static class Closing
{
    /// <summary>Closes the consultation. Closing twice is not an error.</summary>
    /// <param name="account">The caller's account as it is now; null when it has none here.</param>
    public static Decision<GroupSnapshot> Close(this Group group, Actor by, DateTimeOffset now, AccountState? account = null)
    {
        if (by.Seat is not null && group.State == GroupState.Closed)
        {
            // The call again: with the group the seat has gone.
            return group.Keep();
        }

        var authorized = group.Request is null ? by : group.Authorize(by, account);
        if (!authorized.Succeeded)
        {
            return group.Refuse<GroupSnapshot>(authorized.Refusal);
        }

        if (group.Request is not null && !authorized.Value.Permissions.HasFlag(Permissions.Close))
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

        foreach (var token in builder.Group.Tokens.Where(t => t.IsLive))
        {
            builder.WriteToken(token with { State = TokenState.Revoked, RevokedAt = builder.Now });
        }

        builder.Group = builder.Group with { State = state, ClosedAt = builder.Now };
        builder.Add(new GroupSessionsClosed());
        builder.Raise(sequence => new GroupEnded(builder.Group.Id, sequence, builder.Now, state, state == GroupState.Closed ? by : null));
        builder.Audit(by, from, state == GroupState.Closed ? AuditActions.GroupClosed : AuditActions.GroupExpired);
    }
}
