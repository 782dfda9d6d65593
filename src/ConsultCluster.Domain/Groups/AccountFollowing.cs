using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// Rights follow the account. A token stands only as long as its holder may still enter and its issuer may still invite: what an account may no longer
/// do is taken from its tokens and seats, and what it may still do stays.
/// </summary>
public static class AccountFollowing
{
    private const Permissions MediaRights = Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen;

    /// <summary>Everyone whose account decides about a token that is live or has a seat.</summary>
    public static IEnumerable<PersonId> PeopleBehindTokens(this Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Ended ? [] : group.Tokens.Where(t => Counts(group, t)).SelectMany(t => new[] { t.Claims.Person, t.IssuedBy }).Distinct();
    }

    /// <summary>True when the group has not yet taken what the account may no longer do.</summary>
    public static bool IsBehind(this Group group, AccountState account, DateTimeOffset now) =>
        !group.Ended && group.Request is not null && Concerned(group, account).Any(token => Judge(group, token, account, null, now) is { } verdict && verdict.Changes(token));

    /// <summary>Ends or narrows the tokens that the account holds or has issued, and with them the seats. Doing it twice changes nothing.</summary>
    /// <param name="password">When it has another password since.</param>
    /// <param name="by">Who changed the account, for the audit.</param>
    /// <param name="from">Network address, for the audit.</param>
    /// <param name="until">Tokens that were issued later are not concerned.</param>
    public static Decision<Group> FollowAccount(
        this Group group, AccountState account, PasswordChange? password, PersonId by, string from, DateTimeOffset now, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (group.Request is null || group.Ended)
        {
            return group.Keep(group);
        }

        var builder = new DecisionBuilder(group, now);
        foreach (var token in Concerned(group, account).Where(t => until is null || t.Claims.IssuedAt <= until).ToArray())
        {
            if (Judge(group, token, account, password, now) is not { } verdict || !verdict.Changes(token))
            {
                continue;
            }

            if (verdict.Ends is { } reason)
            {
                builder.Revoke(token, new Actor(by, Permissions.None, from), reason);
            }
            else
            {
                Narrow(builder, token, verdict.Rights!, by, from);
            }
        }

        builder.AnnounceConnected();
        return builder.Done(builder.Group);
    }

    private static bool Counts(Group group, TokenRecord token) =>
        token.IsLive || (token.State == TokenState.Expired && group.HasSeat(token));

    private static IEnumerable<TokenRecord> Concerned(Group group, AccountState account) =>
        group.Tokens.Where(t => (t.Claims.Person == account.Person || t.IssuedBy == account.Person) && Counts(group, t));

    /// <summary>What the account leaves of the token; null when it decides nothing about it.</summary>
    private static Verdict? Judge(Group group, TokenRecord token, AccountState account, PasswordChange? password, DateTimeOffset now)
    {
        var isHolder = token.Claims.Person == account.Person;
        if (!account.IsActive)
        {
            return Verdict.End("disabled");
        }

        if (password is not null && (token.Session is null || token.Session != password.KeptSession) && token.IssuedBy == account.Person)
        {
            return Verdict.End("password");
        }

        // A guest or a device that is let in stays when the person who invited it signs out.
        if (token.Session is { } session
            && token.IssuedBy == account.Person
            && account.HasEnded(session, token.Claims.IssuedAt, now)
            && (isHolder || token.State == TokenState.Issued))
        {
            return Verdict.End("session");
        }

        if (account.Role is not { } staffRole)
        {
            return null;
        }

        var rights = AccountRights.Of(staffRole, account.Person, group.Request!);
        if (!isHolder)
        {
            return rights.MayInvite ? null : Verdict.End("role");
        }

        if (rights.Role is not { } role)
        {
            return Verdict.End("role");
        }

        var claims = token.Claims;
        var left = new TokenRights(
            claims.Role is GroupRole.Applicant or GroupRole.Coordinator ? role : claims.Role,
            claims.Permissions & rights.Permissions);
        return new Verdict(null, left);
    }

    private static void Narrow(DecisionBuilder builder, TokenRecord token, TokenRights rights, PersonId by, string from)
    {
        var claims = token.Claims;
        var isWhole = rights == new TokenRights(claims.Role, claims.Permissions);
        builder.WriteToken(token with { Narrowed = isWhole ? null : rights });
        builder.Audit(
            by,
            from,
            AuditActions.TokenNarrowed,
            ("token", claims.Id.Value),
            ("person", claims.Person.Value),
            ("role", rights.Role.ToString().ToLowerInvariant()),
            ("permissions", rights.Permissions.ToString()));
        foreach (var seat in builder.Group.Seats.Where(s => s.Member.Token == claims.Id).ToArray())
        {
            if ((seat.Member.Permissions & MediaRights) != (rights.Permissions & MediaRights))
            {
                // A media session has the rights with which it was opened: the terminal enters again with those that are left.
                builder.Remove(seat, LeaveReason.Removed, by, from);
                continue;
            }

            var member = seat.Member with { Role = rights.Role, Permissions = rights.Permissions };
            builder.ReplaceSeat(seat with { Member = member });
            builder.Raise(sequence => new MemberEntered(builder.Group.Id, sequence, builder.Now, member, Resumed: true));
        }
    }

    /// <param name="Ends">Why the token ends; null when it does not.</param>
    /// <param name="Rights">What is left of it; null when it ends.</param>
    private sealed record Verdict(string? Ends, TokenRights? Rights)
    {
        public static Verdict End(string reason) => new(reason, null);

        public bool Changes(TokenRecord token) => Ends is not null || Rights != token.Rights;
    }
}
