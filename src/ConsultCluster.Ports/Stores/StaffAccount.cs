using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Stores;

/// <summary>A staff account.</summary>
/// <param name="UserName">Unique without regard to case (Unicode invariant), 1 to 64 characters.</param>
/// <param name="DisplayName">1 to 80 characters.</param>
/// <param name="PasswordHash">As the framework's password hasher made it.</param>
/// <param name="Disabled">True for accounts that may not sign in at all.</param>
public sealed record StaffAccount(
    PersonId Id,
    string UserName,
    string DisplayName,
    StaffRole Role,
    string PasswordHash,
    bool Disabled,
    DateTimeOffset CreatedAt)
{
    /// <summary>1 for a new account, one more with each change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Until when the password signs in, if somebody else knows it; null for a password that its owner has chosen.</summary>
    public DateTimeOffset? OneTimeUntil { get; init; }

    /// <summary>The last time that somebody else replaced the password; null for never.</summary>
    public PasswordReset? Reset { get; init; }

    /// <summary>The person has to choose a password before anything else.</summary>
    public bool MustChangePassword => OneTimeUntil is not null;
}

/// <summary>An administrator's replacing of somebody's password.</summary>
/// <param name="By">The administrator.</param>
/// <param name="At">When.</param>
/// <param name="Seen">The owner of the account has confirmed to have read of it.</param>
public sealed record PasswordReset(PersonId By, DateTimeOffset At, bool Seen);
