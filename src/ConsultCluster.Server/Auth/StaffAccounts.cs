using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>The accounts of this installation with their sessions, as groups need to know them.</summary>
internal sealed class StaffAccounts(IPersonStore people, ISessionStore sessions, DemoAccounts demo, TimeProvider clock) : IAccounts
{
    /// <summary>From so many people on, reading all accounts at once is cheaper.</summary>
    private const int Many = 8;

    /// <inheritdoc/>
    public async Task<ImmutableArray<AccountState>> FindAsync(IReadOnlyCollection<PersonId> wanted)
    {
        StaffAccount?[] accounts = wanted.Count < Many
            ? await Task.WhenAll(wanted.Select(people.FindAsync))
            : [.. (await people.ListAsync()).Where(account => wanted.Contains(account.Id))];
        return [.. await Task.WhenAll(accounts.OfType<StaffAccount>().Select(StateAsync))];
    }

    private async Task<AccountState> StateAsync(StaffAccount account)
    {
        var live = await sessions.ListAsync(account.Id, clock.GetUtcNow() - StaffSessions.Lifetime);
        return new(account.Id, account.Role, !account.Disabled && demo.MaySignIn(account), []) { LiveSessions = [.. live.Select(session => session.Id)] };
    }
}
