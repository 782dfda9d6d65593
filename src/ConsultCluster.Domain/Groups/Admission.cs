using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Decides who gets a seat, and who resumes a held seat.</summary>
public static class Admission
{
    /// <summary>Base64url characters of a SHA-256.</summary>
    private const int SeatKeyHashLength = 43;

    /// <summary>
    /// Admits a terminal. A terminal that still has a seat resumes it, even when the group is full; after the expiry of its token it comes back as <see cref="Returning"/>
    /// says. Role and permissions are those on record, whatever the claims say. A token has one terminal at a time.
    /// </summary>
    public static Decision<Seat> Enter(this Group group, Entry entry, DateTimeOffset now)
    {
        if ((Guards.NotOpen(group) ?? CheckToken(group, entry, now)) is { } refusal)
        {
            return group.Refuse<Seat>(refusal);
        }

        var record = group.TokenOf(entry.Claims.Id)!;
        var terminal = TerminalNaming.Of(record.Claims.Id, entry.SeatKeyHash);
        if (group.SeatOf(terminal) is { } held)
        {
            return Resume(group, held, entry, now);
        }

        if (!group.MayTakeSeat(record, entry, now))
        {
            return group.Refuse<Seat>(Returning.Expired);
        }

        var place = SeatQuota.Find(group, record, entry);
        return place.Refusal is { } full ? group.Refuse<Seat>(full) : GiveSeat(group, record, terminal, place.Replaced, entry, now);
    }

    private static Refusal? CheckToken(Group group, Entry entry, DateTimeOffset now)
    {
        if (entry.SeatKeyHash.Length != SeatKeyHashLength || !TokenId.TryParse(entry.SeatKeyHash, out _))
        {
            return Guards.Invalid("The seat key's hash must be a base64url SHA-256.");
        }

        if (entry.Claims.Group != group.Id)
        {
            return new Refusal(RefusalCodes.TokenWrongGroup, "This token is for another consultation.");
        }

        if (group.TokenOf(entry.Claims.Id) is not { } record)
        {
            return entry.Claims.ExpiresAt <= now
                ? Returning.Expired
                : new Refusal(RefusalCodes.TokenUnknown, "This token was never recorded. Ask for a new one.");
        }

        if (!SameRights(record.Claims, entry.Claims))
        {
            return new Refusal(RefusalCodes.TokenForged, "This token differs from its record. Ask for a new one.");
        }

        if (record.State == TokenState.Revoked)
        {
            return new Refusal(RefusalCodes.TokenRevoked, "This link or token was revoked. Ask for a new one.");
        }

        return record.Claims.SingleUse && record.BoundSeatKeyHash is { } bound && !string.Equals(bound, entry.SeatKeyHash, StringComparison.Ordinal)
            ? new Refusal(RefusalCodes.TokenUsed, "This link was already used on another terminal. Ask for a new one.")
            : null;
    }

    private static bool SameRights(TokenClaims recorded, TokenClaims shown) =>
        recorded.Person == shown.Person
        && recorded.Role == shown.Role
        && recorded.Permissions == shown.Permissions
        && recorded.TerminalKind == shown.TerminalKind
        && recorded.SingleUse == shown.SingleUse
        && recorded.ExpiresAt == shown.ExpiresAt;

    private static Decision<Seat> GiveSeat(
        Group group, TokenRecord record, TerminalId terminal, SeatState? replaced, Entry entry, DateTimeOffset now)
    {
        var claims = record.Claims;
        var member = new Member(
            terminal,
            claims.Id,
            claims.Person,
            claims.DisplayName,
            record.Rights.Role,
            record.Rights.Permissions,
            entry.Kind,
            PresenceState.Entered,
            now,
            ConnectedAt: null,
            Muted: [],
            Quality: null);

        var builder = new DecisionBuilder(group with { State = GroupState.Active }, now);
        if (replaced is not null)
        {
            builder.Remove(replaced, LeaveReason.Left, claims.Person, entry.From);
        }

        builder.AddSeat(new SeatState(member, HeldUntil: null, Sends: false, Receives: false));
        builder.WriteToken(record with
        {
            State = TokenState.Used,
            FirstUsedAt = record.FirstUsedAt ?? now,
            BoundSeatKeyHash = claims.SingleUse || !entry.IsMediaOnly ? entry.SeatKeyHash : null,
            LeftAt = null,
        });
        builder.WriteStay(member);
        builder.Raise(sequence => new MemberEntered(group.Id, sequence, now, member, Resumed: false));
        builder.Audit(claims.Person, entry.From, AuditActions.MemberEntered, ("terminal", terminal.Value), ("token", claims.Id.Value));
        return Answer(builder, terminal, resumed: false);
    }

    private static Decision<Seat> Resume(Group group, SeatState held, Entry entry, DateTimeOffset now)
    {
        var builder = new DecisionBuilder(group, now);
        var member = held.Member.Presence == PresenceState.Reconnecting
            ? held.Member with { Presence = PresenceState.Entered }
            : held.Member;

        builder.ReplaceSeat(held with { Member = member, HeldUntil = null });
        builder.Raise(sequence => new MemberEntered(group.Id, sequence, now, member, Resumed: true));
        builder.Audit(member.Person, entry.From, AuditActions.MemberResumed, ("terminal", held.Terminal.Value), ("token", member.Token.Value));
        builder.AnnounceConnected();
        return Answer(builder, held.Terminal, resumed: true);
    }

    private static Decision<Seat> Answer(DecisionBuilder builder, TerminalId terminal, bool resumed) =>
        builder.Done(new Seat(terminal, resumed, builder.Group.Snapshot().Value!, Place: null));
}
