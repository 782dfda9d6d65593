using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Ports.Accounts;

/// <summary>Accounts as they are now, for groups that take a caller's rights from them.</summary>
public interface IAccounts
{
    /// <summary>The accounts of these people, in any order; people without an account here are left out.</summary>
    /// <exception cref="StorageUnavailableException">The accounts cannot be read now.</exception>
    Task<ImmutableArray<AccountState>> FindAsync(IReadOnlyCollection<PersonId> people);
}
