using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Tokens;

/// <summary>The accounts of this installation, as groups need to know them.</summary>
internal sealed class StaffAccounts(IPersonStore people, DemoAccounts demo) : IAccounts
{
    /// <summary>From so many people on, reading all accounts at once is cheaper.</summary>
    private const int Many = 8;

    /// <inheritdoc/>
    public async Task<ImmutableArray<AccountState>> FindAsync(IReadOnlyCollection<PersonId> wanted)
    {
        if (wanted.Count >= Many)
        {
            return [.. (await people.ListAsync()).Where(account => wanted.Contains(account.Id)).Select(ToState)];
        }

        var found = ImmutableArray.CreateBuilder<AccountState>(wanted.Count);
        foreach (var person in wanted)
        {
            if (await people.FindAsync(person) is { } account)
            {
                found.Add(ToState(account));
            }
        }

        return found.ToImmutable();
    }

    private AccountState ToState(StaffAccount account) => new(account.Id, account.Role, !account.Disabled && demo.MaySignIn(account), []);
}
