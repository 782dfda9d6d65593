using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// Staff accounts, and the one-time codes of the server's console. Changes and their audit entries are one transaction.
/// Throws <see cref="StorageUnavailableException"/> while the database cannot serve.
/// </summary>
public interface IPersonStore
{
    /// <summary>An account; null when there is none.</summary>
    Task<StaffAccount?> FindAsync(PersonId person);

    /// <summary>An account by user name, without regard to case; null when there is none.</summary>
    Task<StaffAccount?> FindByUserNameAsync(string userName);

    /// <summary>All accounts, by user name.</summary>
    Task<ImmutableArray<StaffAccount>> ListAsync();

    /// <summary>Adds an account; false when its id or user name is taken.</summary>
    Task<bool> AddAsync(StaffAccount account, AuditEntry audit);

    /// <summary>
    /// Writes the fields of the edit that differ, and no others, with what was there before in the audit; ends the sessions that may not go
    /// on. That an administrator remains is decided in the same transaction.
    /// </summary>
    Task<AccountUpdate> ChangeAsync(PersonId person, AccountEdit edit, ChangeOrigin origin);

    /// <summary>True when an administrator exists that is not disabled.</summary>
    Task<bool> AnyAdministratorAsync();

    /// <summary>Replaces the setup code.</summary>
    /// <param name="codeHash">Hash of the code; the code itself is never stored.</param>
    Task SetSetupCodeAsync(string codeHash, DateTimeOffset at);

    /// <summary>Adds the first administrator and uses the code up, together; says why not otherwise.</summary>
    Task<SetupResult> UseSetupCodeAsync(string codeHash, StaffAccount administrator, AuditEntry audit);

    /// <summary>Replaces the recovery code of an account.</summary>
    /// <param name="codeHash">Hash of the code; the code itself is never stored.</param>
    Task SetRecoveryCodeAsync(PersonId person, string codeHash, DateTimeOffset until, AuditEntry audit);

    /// <summary>Gives the account of that code a password of its owner's choice, and uses the code up; null when no such code is good now.</summary>
    Task<AccountUpdate?> UseRecoveryCodeAsync(string codeHash, NewPassword password, string from, DateTimeOffset at);
}
