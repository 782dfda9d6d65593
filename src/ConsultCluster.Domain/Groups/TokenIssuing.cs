using System.Text.Json.Nodes;
using ConsultCluster.Domain.Accounts;
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

    private static readonly Refusal MayNotEnter = new(RefusalCodes.PermissionMissing, "This account may not enter consultations, and so invite nobody.");

    /// <summary>
    /// Records a token. Repeating the order returns the same claims, and a person gets an own token again that no terminal uses. Times are whole
    /// seconds, as in an RFC 7519 NumericDate.
    /// </summary>
    /// <param name="account">
    /// The issuer's account as it is now: what it may do decides, and for an own token also which role it enters with. Null when it has none here.
    /// </param>
    public static Decision<TokenClaims> IssueToken(this Group group, TokenOrder order, DateTimeOffset now, AccountState? account = null)
    {
        if ((Guards.NotOpen(group) ?? CheckShape(order)) is { } refusal)
        {
            return group.Refuse<TokenClaims>(refusal);
        }

        var entitled = Entitle(group, order, account);
        if (!entitled.Succeeded)
        {
            return group.Refuse<TokenClaims>(entitled.Refusal);
        }

        order = entitled.Value;
        if (CheckRights(group, order) is { } notAllowed)
        {
            return group.Refuse<TokenClaims>(notAllowed);
        }

        if (group.TokenOf(order.Id) is { } known)
        {
            return IsFor(known, order)
                ? group.Keep(known.Claims)
                : group.Refuse<TokenClaims>(Guards.Invalid("This token id was already used for another token."));
        }

        if (TokenQuota.Reusable(group, order, now) is { } reusable)
        {
            return group.Keep(reusable.Claims);
        }

        var room = TokenQuota.MakeRoom(group, order, now);
        if (room.Refusal is { } full)
        {
            return group.Refuse<TokenClaims>(full);
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
        if (room.Replaced is { } replaced)
        {
            builder.Revoke(replaced, order.By, "replaced");
        }

        builder.WriteToken(new TokenRecord(claims, TokenState.Issued, order.By.Person, null, null, null, order.By.Session));
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
    /// <param name="account">The caller's account as it is now; null when it has none here.</param>
    public static Decision<GroupSnapshot> RevokeToken(this Group group, TokenId token, Actor by, DateTimeOffset now, AccountState? account = null)
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

    /// <param name="reason">Why, when nobody asked for it by name.</param>
    internal static void Revoke(this DecisionBuilder builder, TokenRecord record, Actor by, string? reason = null)
    {
        builder.WriteToken(record with { State = TokenState.Revoked, RevokedAt = builder.Now });
        var token = ("token", (JsonNode)record.Claims.Id.Value);
        if (reason is null)
        {
            builder.Audit(by, AuditActions.TokenRevoked, token);
        }
        else
        {
            builder.Audit(by, AuditActions.TokenRevoked, token, ("reason", reason));
        }

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

    /// <summary>The order with the issuer's rights as they are now; refuses an issuer who may not.</summary>
    private static Outcome<TokenOrder> Entitle(Group group, TokenOrder order, AccountState? account)
    {
        var authorized = group.Authorize(order.By, account);
        if (!authorized.Succeeded)
        {
            return authorized.Refusal;
        }

        order = order with { By = authorized.Value };
        if (order.By.Seat is not null || account?.Role is not { } staffRole)
        {
            return order;
        }

        // An administrator who could issue tokens could enter with one.
        var rights = AccountRights.Of(staffRole, account.Person, group.Request!);
        if (rights.Role is not { } role)
        {
            return MayNotEnter;
        }

        return order.By.Person == order.Person
            ? order with { Role = role, Permissions = order.Permissions & rights.Permissions }
            : order;
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
            || group.Tokens.Any(t => t.Claims.Person == by.Person && t.Rights.Role == GroupRole.Coordinator && t.IsLive);

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
