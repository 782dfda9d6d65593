using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Stores;

/// <summary>A staff account.</summary>
/// <param name="UserName">Unique without regard to case (Unicode invariant), 1 to 64 characters.</param>
/// <param name="DisplayName">1 to 80 characters.</param>
/// <param name="PasswordHash">As the framework's password hasher made it.</param>
/// <param name="FailedSignIns">Refused sign-ins in a row.</param>
/// <param name="LockedUntil">No sign-in before; null when not locked.</param>
/// <param name="Disabled">True for accounts that may not sign in at all.</param>
/// <param name="SecurityStamp">Changes with password, role and disabling, and so ends older sessions.</param>
public sealed record StaffAccount(
    PersonId Id,
    string UserName,
    string DisplayName,
    StaffRole Role,
    string PasswordHash,
    int FailedSignIns,
    DateTimeOffset? LockedUntil,
    bool Disabled,
    string SecurityStamp,
    DateTimeOffset CreatedAt);
