using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Groups;

/// <summary>Mutes sources. Members can only unmute their own.</summary>
public static class Muting
{
    /// <summary>Sets the muted sources of one's own terminal; on another terminal, adds to its muted sources.</summary>
    /// <param name="account">The caller's account as it is now; null when it has none here.</param>
    public static Decision<GroupSnapshot> SetMuted(
        this Group group,
        TerminalId terminal,
        ImmutableSortedSet<MediaSource> muted,
        Actor by,
        DateTimeOffset now,
        AccountState? account = null)
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

        if (muted.Any(s => !Enum.IsDefined(s)))
        {
            return group.Refuse<GroupSnapshot>(Guards.Invalid("'muted' may name microphone, camera and screen."));
        }

        var own = by.Person == seat.Member.Person;
        if (!own && !by.Permissions.HasFlag(Permissions.Moderate))
        {
            return group.Refuse<GroupSnapshot>(Guards.Missing(Permissions.Moderate, "mute another person"));
        }

        if (!own && muted.IsEmpty)
        {
            return group.Refuse<GroupSnapshot>(new Refusal(RefusalCodes.PermissionMissing, "Only the person can unmute their own terminal. Ask them to."));
        }

        var next = own ? muted : seat.Member.Muted.Union(muted);
        if (next.SetEquals(seat.Member.Muted))
        {
            return group.Keep();
        }

        var builder = new DecisionBuilder(group, now);
        builder.ReplaceSeat(seat with { Member = seat.Member with { Muted = next } });
        builder.Add(new SessionMuted(terminal, next));
        builder.Raise(sequence => new MemberMuted(group.Id, sequence, now, terminal, next, by.Person));
        if (!own)
        {
            builder.Audit(
                by,
                AuditActions.MemberMuted,
                ("terminal", terminal.Value),
                ("muted", new JsonArray([.. next.Select(s => (JsonNode)s.ToString().ToLowerInvariant())])));
        }

        builder.AnnounceConnected();
        return builder.DoneWithSnapshot();
    }
}
