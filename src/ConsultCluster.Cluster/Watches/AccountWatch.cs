using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Watches;

/// <summary>
/// Looks from time to time at the accounts behind the tokens of this silo's active groups. A change is announced when it is made; one whose announcement was
/// lost, with the process that made it, is found here.
/// </summary>
internal sealed class AccountWatch : IDisposable
{
    private readonly ActiveGroups _groups;
    private readonly GroupServices _services;
    private readonly ITimer _timer;
    private int _isLooking;

    public AccountWatch(ActiveGroups groups, GroupServices services)
    {
        (_groups, _services) = (groups, services);
        var every = services.Options.AccountsEvery;
        _timer = services.Clock.CreateTimer(_ => _ = LookAsync(), null, every, every);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        try
        {
            var groups = _groups.All.Select(static active => (Active: active, Record: active.Record())).ToArray();
            var people = groups.SelectMany(static group => group.Record.PeopleBehindTokens()).ToHashSet();
            if (people.Count == 0)
            {
                return;
            }

            foreach (var account in await _services.Accounts.FindAsync(people))
            {
                foreach (var (active, _) in groups.Where(group => group.Record.IsBehind(account, _services.Now)))
                {
                    active.Follow(account);
                }
            }
        }
        catch (StorageUnavailableException e)
        {
            ClusterLog.AccountsUnread(_services.Logger, e);
        }
        catch (Exception e)
        {
            ClusterLog.AccountWatchFailed(_services.Logger, e);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }
}
