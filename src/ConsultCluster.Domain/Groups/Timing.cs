using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Timeouts: tokens expire, held seats are given up, an unused group expires.</summary>
public static class Timing
{
    private static readonly PersonId Nobody = new(AuditEntry.System);

    /// <summary>When <see cref="HandleTimeout"/> next has work; null when never.</summary>
    public static DateTimeOffset? NextDeadline(this Group group)
    {
        if (group.Request is null || group.Ended)
        {
            return null;
        }

        DateTimeOffset? next = group.Seats.IsEmpty ? group.EmptySince + group.Rules.UnusedExpiry : null;
        foreach (var seat in group.Seats)
        {
            next = Earlier(next, seat.HeldUntil);
        }

        foreach (var token in group.Tokens)
        {
            next = Earlier(next, group.EndOf(token));
        }

        return next;
    }

    /// <summary>Handles what is due at that time.</summary>
    public static Decision<Group> HandleTimeout(this Group group, DateTimeOffset now)
    {
        if (group.NextDeadline() is not { } due || due > now)
        {
            return group.Keep(group);
        }

        var builder = new DecisionBuilder(group, now);
        foreach (var seat in group.Seats.Where(s => s.HeldUntil <= now))
        {
            builder.Remove(seat, LeaveReason.TimedOut, Nobody, AuditEntry.System);
        }

        var rest = builder.Group;
        foreach (var token in rest.Tokens.Where(t => rest.EndOf(t) <= now))
        {
            builder.WriteToken(token with { State = TokenState.Expired });
            builder.AuditSystem(AuditActions.TokenExpired, ("token", token.Claims.Id.Value));
        }

        if (builder.Group.Seats.IsEmpty && builder.Group.EmptySince + group.Rules.UnusedExpiry <= now)
        {
            builder.End(GroupState.Expired, Nobody, AuditEntry.System);
        }

        builder.Group = builder.Group with { Tokens = builder.Group.Tokens.RemoveAll(t => IsOver(builder.Group, t, now)) };
        builder.AnnounceConnected();
        return builder.Done(builder.Group);
    }

    /// <summary>The group can forget the token: its row stays, and its expiry alone refuses it.</summary>
    private static bool IsOver(Group group, TokenRecord token, DateTimeOffset now) =>
        !token.IsLive && token.Claims.ExpiresAt <= now && !group.HasSeat(token);

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
