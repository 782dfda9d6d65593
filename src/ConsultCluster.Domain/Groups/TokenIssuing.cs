using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Issues and revokes tokens of a group.</summary>
public static class TokenIssuing
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    private const Permissions AllPermissions =
        Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen | Permissions.Chat | Permissions.Moderate | Permissions.Close;

    /// <summary>
    /// Records a token. Repeating the order returns the same claims. Times are whole seconds, as in an RFC 7519
    /// NumericDate.
    /// </summary>
    public static Decision<TokenClaims> IssueToken(this Group group, TokenOrder order, DateTimeOffset now)
    {
        if ((Guards.NotOpen(group) ?? CheckShape(order) ?? CheckRights(group, order)) is { } refusal)
        {
            return group.Refuse<TokenClaims>(refusal);
        }

        if (group.TokenOf(order.Id) is { } known)
        {
            return IsFor(known, order)
                ? group.Keep(known.Claims)
                : group.Refuse<TokenClaims>(Guards.Invalid("This token id was already used for another token."));
        }

        if (group.Tokens.Count(t => t.State is TokenState.Issued or TokenState.Used) >= GroupRules.MaxLiveTokens)
        {
            return group.Refuse<TokenClaims>(new Refusal(RefusalCodes.RequestFlood, "Too many tokens of this consultation are still valid. Revoke some, or wait."));
        }

        var issuedAt = WholeSeconds(now);
        var claims = new TokenClaims(
            order.Id,
            group.Id,
            order.Person,
            order.DisplayName,
            order.Role,
            order.Permissions,
            order.TerminalKind,
            order.SingleUse,
            order.PatientHash,
            issuedAt,
            WholeSeconds(issuedAt + order.Lifetime));

        var builder = new DecisionBuilder(group, now);
        builder.WriteToken(new TokenRecord(claims, TokenState.Issued, order.By.Person, null, null, null));
        builder.Audit(
            order.By,
            AuditActions.TokenIssued,
            ("token", order.Id.Value),
            ("person", order.Person.Value),
            ("role", order.Role.ToString().ToLowerInvariant()),
            ("permissions", order.Permissions.ToString()),
            ("singleUse", order.SingleUse),
            ("expiresAt", claims.ExpiresAt));
        return builder.Done(claims);
    }

    /// <summary>Revokes a token and removes terminals that entered with it. Revoking twice is not an error.</summary>
    public static Decision<GroupSnapshot> RevokeToken(this Group group, TokenId token, Actor by, DateTimeOffset now)
    {
        if (Guards.NotOpen(group) is { } refusal)
        {
            return group.Refuse<GroupSnapshot>(refusal);
        }

        if (group.TokenOf(token) is not { } record)
        {
            return group.Refuse<GroupSnapshot>(new Refusal(RefusalCodes.TokenUnknown, "There is no such token that is still valid."));
        }

        if (by.Person != record.Claims.Person && by.Person != record.IssuedBy && !by.Permissions.HasFlag(Permissions.Moderate))
        {
            return group.Refuse<GroupSnapshot>(Guards.Missing(Permissions.Moderate, "revoke the token of another person"));
        }

        if (record.State == TokenState.Revoked)
        {
            return group.Keep();
        }

        var builder = new DecisionBuilder(group, now);
        builder.Revoke(record, by);
        builder.AnnounceConnected();
        return builder.DoneWithSnapshot();
    }

    internal static void Revoke(this DecisionBuilder builder, TokenRecord record, Actor by)
    {
        builder.WriteToken(record with { State = TokenState.Revoked, RevokedAt = builder.Now });
        builder.Audit(by, AuditActions.TokenRevoked, ("token", record.Claims.Id.Value));
        foreach (var seat in builder.Group.Seats.Where(s => s.Member.Token == record.Claims.Id).ToArray())
        {
            builder.Remove(seat, LeaveReason.Removed, by.Person, by.From);
        }
    }

    private static Refusal? CheckShape(TokenOrder order)
    {
        if (!TokenId.TryParse(order.Id.Value, out _) || !PersonId.TryParse(order.Person.Value, out _))
        {
            return Guards.Invalid("Ids may have 1 to 64 letters, digits, '_' and '-'.");
        }

        if (!Enum.IsDefined(order.Role) || !Enum.IsDefined(order.TerminalKind) || (order.Permissions & ~AllPermissions) != Permissions.None)
        {
            return Guards.Invalid("'role', 'terminalKind' or 'permissions' is unknown.");
        }

        if (order.Lifetime < ShortestLife || order.Lifetime > LongestLife)
        {
            return Guards.Invalid("'lifetimeSeconds' must be 60 to 86400.");
        }

        if (order.Role == GroupRole.Observer && (order.Permissions & (Permissions.Publish | Permissions.ShareScreen)) != Permissions.None)
        {
            return Guards.Invalid("An observer cannot publish. Choose another role or leave 'publish' out.");
        }

        return Guards.Text("displayName", order.DisplayName, 80, required: true)
            ?? Guards.Text("patientHash", order.PatientHash, 128, required: true);
    }

    /// <summary>Nobody can grant more than their own permissions, except applicant and coordinators.</summary>
    private static Refusal? CheckRights(Group group, TokenOrder order)
    {
        var by = order.By;
        if (by.Person != order.Person && !by.Permissions.HasFlag(Permissions.Moderate))
        {
            return Guards.Missing(Permissions.Moderate, "issue a token for another person");
        }

        var arranges = by.Person == group.Request!.Applicant
            || group.Tokens.Any(t => t.Claims.Person == by.Person
                && t.Claims.Role == GroupRole.Coordinator
                && t.State is TokenState.Issued or TokenState.Used);

        return arranges || (order.Permissions & ~by.Permissions) == Permissions.None
            ? null
            : new Refusal(RefusalCodes.PermissionMissing, "Nobody can grant more than their own permissions. Leave the other permissions out.");
    }

    private static bool IsFor(TokenRecord known, TokenOrder order) =>
        known.Claims.Person == order.Person
        && known.Claims.Role == order.Role
        && known.Claims.Permissions == order.Permissions
        && known.Claims.TerminalKind == order.TerminalKind
        && known.Claims.SingleUse == order.SingleUse
        && known.IssuedBy == order.By.Person;

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
