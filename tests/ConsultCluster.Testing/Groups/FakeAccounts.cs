using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Accounts;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Testing.Groups;

/// <summary>Accounts that a test makes and changes. At first there are none: what a token says counts.</summary>
public sealed class FakeAccounts : IAccounts
{
    private readonly ConcurrentDictionary<PersonId, AccountState> _accounts = new();

    /// <summary>Cannot be read.</summary>
    public bool Broken { get; set; }

    /// <summary>Called after the accounts were read, before whoever asked knows them.</summary>
    public Action AfterRead { get; set; } = () => { };

    /// <summary>Adds an account, or changes it.</summary>
    public void Set(string person, StaffRole role, bool isActive = true, params string[] endedSessions)
    {
        var id = new PersonId(person);
        _accounts[id] = new AccountState(id, role, isActive, [.. endedSessions]);
    }

    /// <summary>The sessions that the person has from now on; any other one was ended.</summary>
    public void SetSessions(string person, params string[] live)
    {
        var id = new PersonId(person);
        _accounts[id] = _accounts[id] with { LiveSessions = [.. live] };
    }

    public Task<ImmutableArray<AccountState>> FindAsync(IReadOnlyCollection<PersonId> people)
    {
        if (Broken)
        {
            return Task.FromException<ImmutableArray<AccountState>>(new StorageUnavailableException("The test broke the accounts."));
        }

        ImmutableArray<AccountState> found = [.. people.Select(person => _accounts.GetValueOrDefault(person)).OfType<AccountState>()];
        AfterRead();
        return Task.FromResult(found);
    }
}
