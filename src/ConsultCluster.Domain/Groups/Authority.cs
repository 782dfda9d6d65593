using ConsultCluster.Domain.Accounts;

namespace ConsultCluster.Domain.Groups;

/// <summary>Says what a caller may do at the moment of the command: by the seat, or by the account, as they are now.</summary>
public static class Authority
{
    private static readonly Refusal Disabled =
        new(RefusalCodes.PermissionMissing, "This account was disabled. Ask an administrator to enable it.");

    private static readonly Refusal SignedOut = new(RefusalCodes.SignInRequired, "This session was ended. Sign in again.");

    private static readonly Refusal MayNotRequest =
        new(RefusalCodes.PermissionMissing, "This account no longer requests consultations. Ask a coordinator to do it.");

    /// <summary>Why the caller may not request that consultation now; null when it may, or has no account here.</summary>
    public static Refusal? RefuseRequest(this Group group, ConsultationRequest request, Actor by, AccountState? account)
    {
        var authorized = group.Authorize(by, account);
        return !authorized.Succeeded ? authorized.Refusal
            : account?.Role is { } role && AccountRights.Of(role, account.Person, request).Role is not (GroupRole.Applicant or GroupRole.Coordinator) ? MayNotRequest
            : null;
    }

    /// <summary>The caller with the rights of its seat, or of its account; refuses one that has neither any more.</summary>
    /// <param name="account">The caller's account; null when it has none here. A caller with a seat needs none.</param>
    public static Outcome<Actor> Authorize(this Group group, Actor by, AccountState? account = null)
    {
        if (by.Seat is { } terminal)
        {
            return group.SeatOf(terminal) is { } seat && seat.Member.Person == by.Person
                ? by with { Permissions = seat.Member.Permissions }
                : Guards.NoSeat;
        }

        if (account is null)
        {
            return by;
        }

        if (!account.IsActive)
        {
            return Disabled;
        }

        if (by.Session is { } session && (account.EndedSessions.Contains(session) || account.LiveSessions?.Contains(session) == false))
        {
            return SignedOut;
        }

        return account.Role is { } role && group.Request is { } request
            ? by with { Permissions = AccountRights.Of(role, account.Person, request).Permissions }
            : by;
    }
}
