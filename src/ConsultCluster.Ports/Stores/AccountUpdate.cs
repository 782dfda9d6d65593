namespace ConsultCluster.Ports.Stores;

/// <summary>What became of a change.</summary>
/// <param name="Before">The account before; null when there is none.</param>
/// <param name="After">The account after; null when nothing was done.</param>
public sealed record AccountUpdate(AccountUpdateResult Result, StaffAccount? Before, StaffAccount? After)
{
    /// <summary>Whether the role is another one.</summary>
    public bool HasNewRole => After is not null && After.Role != Before!.Role;

    /// <summary>Whether the account was disabled by this change.</summary>
    public bool WasDisabled => After is { Disabled: true } && !Before!.Disabled;

    /// <summary>Whether the password is another one.</summary>
    public bool HasNewPassword => After is not null && After.PasswordHash != Before!.PasswordHash;
}

/// <summary>How a change of an account ended.</summary>
public enum AccountUpdateResult
{
    /// <summary>Written, or nothing had to be.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    Unknown,

    /// <summary>Somebody else has changed the account since the expected version, or since the password was checked.</summary>
    Stale,

    /// <summary>It would leave no administrator who may sign in.</summary>
    LastAdministrator,
}
