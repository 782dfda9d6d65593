using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Stores;

/// <summary>A change of an account. Null leaves a field as it is, whatever others write meanwhile.</summary>
public sealed record AccountEdit
{
    /// <summary>1 to 80 characters.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Another role; ends the account's sessions.</summary>
    public StaffRole? Role { get; init; }

    /// <summary>True ends the account's sessions.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Another password; ends the account's other sessions.</summary>
    public NewPassword? Password { get; init; }

    /// <summary>The owner has read that the password was reset.</summary>
    public bool HasSeenReset { get; init; }

    /// <summary>The version that the change was made from; null changes whatever is there.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>Another password.</summary>
/// <param name="Hash">As the framework's password hasher made it.</param>
/// <param name="OneTimeUntil">For a password of an administrator: until when it signs in. Null for the owner's own.</param>
public sealed record NewPassword(string Hash, DateTimeOffset? OneTimeUntil = null)
{
    /// <summary>The hash that the owner's old password was compared with; another one there refuses the change. Null for anybody else's change.</summary>
    public string? Replaces { get; init; }

    /// <summary>The session that stays; null ends all.</summary>
    public string? KeepSession { get; init; }
}

/// <summary>Who changes something, for the audit.</summary>
/// <param name="By">The person.</param>
/// <param name="From">Network address.</param>
/// <param name="At">When.</param>
public sealed record ChangeOrigin(PersonId By, string From, DateTimeOffset At);
