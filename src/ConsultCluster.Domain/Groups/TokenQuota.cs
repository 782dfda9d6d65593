using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>Bounds how many tokens one person can have valid in a group, so that nobody uses them up for the others.</summary>
internal static class TokenQuota
{
    private static readonly Refusal TooManyInGroup =
        new(RefusalCodes.RequestFlood, "Too many tokens of this consultation are still valid. Revoke some, or wait.");

    /// <summary>
    /// The person's own token that the order would only repeat: same session, kind and rights, no terminal inside, and at least half of its life left.
    /// Tokens for others are not given twice: two people would share one seat.
    /// </summary>
    public static TokenRecord? Reusable(Group group, TokenOrder order, DateTimeOffset now) => order.By.Person != order.Person || order.SingleUse
        ? null
        : group.Tokens.FirstOrDefault(t => IsOwn(t, order)
            && t.Session == order.By.Session
            && t.Claims.TerminalKind == order.TerminalKind
            && !t.Claims.SingleUse
            && t.Narrowed is null
            && t.Rights == new TokenRights(order.Role, order.Permissions)
            && t.Claims.DisplayName == order.DisplayName
            && t.Claims.PatientHash == order.PatientHash
            && t.Claims.ExpiresAt - now >= order.Lifetime / 2
            && !group.HasSeat(t));

    /// <summary>
    /// Room for one more token: there is some; or the person's oldest own token without a terminal gives way, and in a full group the expired one that was left longest ago; or
    /// a refusal says what to do.
    /// </summary>
    public static (TokenRecord? Replaced, Refusal? Refusal) MakeRoom(Group group, TokenOrder order, DateTimeOffset now)
    {
        var (rules, arranges) = (group.Rules, order.Role is GroupRole.Applicant or GroupRole.Coordinator);
        if (order.By.Person == order.Person)
        {
            var own = group.Tokens.Where(t => IsOwn(t, order)).ToArray();
            if (own.Length >= rules.MaxTokensOfPerson)
            {
                return own.FirstOrDefault(t => !group.HasSeat(t)) is { } oldest
                    ? (oldest, null)
                    : (null, new(RefusalCodes.RequestFlood, $"You are in this consultation with {own.Length} terminals already. Leave with one of them first."));
            }

            if (arranges)
            {
                return default;
            }
        }
        else if (group.Tokens.Count(t => t.State == TokenState.Issued && t.IssuedBy == order.By.Person && !t.IsOwn) >= rules.MaxUnusedInvitations)
        {
            return (null, new(RefusalCodes.RequestFlood, $"{rules.MaxUnusedInvitations} of your invitations have not been used yet. Revoke some, or wait until they expire."));
        }

        if (group.Tokens.Count(t => t.IsLive) < GroupRules.MaxLiveTokens)
        {
            return default;
        }

        var stale = group.Tokens.Where(t => t.IsLive && t.Claims.ExpiresAt <= now && !group.HasSeat(t)).MinBy(t => t.LeftAt ?? t.Claims.ExpiresAt);
        return stale is null ? (null, TooManyInGroup) : (stale, null);
    }

    private static bool IsOwn(TokenRecord token, TokenOrder order) => token.IsLive && token.IsOwn && token.Claims.Person == order.Person;
}
