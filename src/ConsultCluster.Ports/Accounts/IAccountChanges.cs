using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Accounts;

/// <summary>Ends what hangs on an account, on every server of the cluster: tokens, seats, hub connections, WHIP and WHEP sessions, issued links.</summary>
public interface IAccountChanges
{
    /// <summary>Completes when every open group has recorded the change; what cannot be reached now is told later. Call it after the account's change is committed.</summary>
    Task AnnounceAsync(AccountChange change);
}

/// <summary>A change of an account after which it may do less.</summary>
/// <param name="Person">Whose account.</param>
/// <param name="Kind">What has changed.</param>
/// <param name="Session">With <see cref="AccountChangeKind.SessionEnded"/> the session that ended; with <see cref="AccountChangeKind.PasswordChanged"/> the session that stays, or null.</param>
/// <param name="By">Who changed it, for the audit.</param>
/// <param name="From">From which network address, for the audit.</param>
public sealed record AccountChange(PersonId Person, AccountChangeKind Kind, string? Session, PersonId By, string From);

/// <summary>What has changed.</summary>
public enum AccountChangeKind
{
    /// <summary>The account may no longer sign in.</summary>
    Disabled,

    /// <summary>The account has another role.</summary>
    RoleChanged,

    /// <summary>The account has another password, its own or a one-time password of an administrator.</summary>
    PasswordChanged,

    /// <summary>One signed-in session ended: by signing out, or from the list of sessions.</summary>
    SessionEnded,
}
