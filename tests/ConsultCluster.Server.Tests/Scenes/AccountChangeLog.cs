using System.Collections.Concurrent;
using ConsultCluster.Ports.Accounts;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>What was announced of accounts.</summary>
internal sealed class AccountChangeLog : IAccountChanges
{
    private readonly ConcurrentQueue<AccountChange> _all = new();

    public IReadOnlyCollection<AccountChange> All => _all;

    public Task AnnounceAsync(AccountChange change)
    {
        _all.Enqueue(change);
        return Task.CompletedTask;
    }
}
