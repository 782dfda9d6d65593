using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>
/// Staff accounts, and the one-time code for the first administrator. Changes and their audit entry are one transaction.
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

    /// <summary>Writes every field but <c>CreatedAt</c>; false when there is no such account or the new user name is taken.</summary>
    Task<bool> UpdateAsync(StaffAccount account, AuditEntry audit);

    /// <summary>Counts a refused sign-in and locks at the threshold; two at once count two. Returns the account after it.</summary>
    /// <param name="threshold">Failures in a row that lock; the count begins anew with the lock.</param>
    /// <param name="lockedUntil">Until when, if this one locks.</param>
    /// <param name="audit">What goes on record.</param>
    Task<StaffAccount?> RecordSignInFailureAsync(PersonId person, int threshold, DateTimeOffset lockedUntil, AuditEntry audit);

    /// <summary>Clears failures and lock after a sign-in.</summary>
    Task RecordSignInAsync(PersonId person, AuditEntry audit);

    /// <summary>True when an administrator exists that is not disabled.</summary>
    Task<bool> AnyAdministratorAsync();

    /// <summary>Replaces the setup code.</summary>
    /// <param name="codeHash">Hash of the code; the code itself is never stored.</param>
    Task SetSetupCodeAsync(string codeHash, DateTimeOffset at);

    /// <summary>Adds the first administrator and uses the code up, together; says why not otherwise.</summary>
    Task<SetupResult> UseSetupCodeAsync(string codeHash, StaffAccount administrator, AuditEntry audit);
}
