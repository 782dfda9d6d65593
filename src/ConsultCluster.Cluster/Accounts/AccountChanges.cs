using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Accounts;

/// <summary>
/// Tells every open group in which an account has tokens, wherever the group's grain is. What cannot be told now is told until it is; if this process ends before that,
/// the groups find a disabled account, another role or an ended session by themselves when they are activated, and within <see cref="GroupOptions.AccountsEvery"/>.
/// </summary>
internal sealed class AccountChanges(ClusterGroups groups, IGroupStore store, ClusterSettings settings, ILogger<AccountChanges> logger) : IAccountChanges, IAsyncDisposable
{
    /// <summary>Groups told at the same time.</summary>
    private const int AtOnce = 16;

    /// <summary>Between two attempts.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>By which clocks of servers may differ, and a little more: a token of the same moment is concerned.</summary>
    private static readonly TimeSpan _skew = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = settings.GroupClock ?? TimeProvider.System;
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    public async Task AnnounceAsync(AccountChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var until = _clock.GetUtcNow() + _skew;
        var left = await ListAsync(change.Person) is { } concerned ? await TellAsync(concerned, change, until) : null;
        if (left is null or { Count: > 0 })
        {
            _ = TellLaterAsync(left, change, until);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    /// <param name="left">Groups that were not told; null when not even these are known.</param>
    private async Task TellLaterAsync(IReadOnlyCollection<GroupId>? left, AccountChange change, DateTimeOffset until)
    {
        var stop = _stop.Token;
        while (left is null or { Count: > 0 })
        {
            ClusterLog.AccountChangePending(logger, change.Kind, left?.Count);
            await Task.Delay(_pause, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            left ??= await ListAsync(change.Person);
            left = left is null ? null : await TellAsync(left, change, until);
        }
    }

    private async Task<IReadOnlyCollection<GroupId>?> ListAsync(PersonId person)
    {
        try
        {
            return await store.ListOpenOfAsync(person);
        }
        catch (Exception e)
        {
            ClusterLog.AccountsUnread(logger, e);
            return null;
        }
    }

    /// <summary>The groups that could not be told.</summary>
    private async Task<IReadOnlyCollection<GroupId>> TellAsync(IReadOnlyCollection<GroupId> concerned, AccountChange change, DateTimeOffset until)
    {
        var left = new List<GroupId>();
        await Parallel.ForEachAsync(concerned, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (group, _) =>
        {
            try
            {
                await groups.FollowAccountAsync(group, change, until);
            }
            catch (Exception e)
            {
                ClusterLog.AccountChangeUntold(logger, e, group);
                lock (left)
                {
                    left.Add(group);
                }
            }
        });
        return left;
    }
}
