using System.Collections.Concurrent;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>
/// The subscriptions of this process's observers. Each is renewed from time to time, and all of them at once when the silos changed or an activation ended. A renewal names the terminals
/// whose signalling is here: it is the lease of their seats.
/// </summary>
internal sealed class Subscriptions : IAsyncDisposable
{
    /// <summary>Renewals under way at once, so that thousands of groups do not come as one wave.</summary>
    private const int AtOnce = 64;

    /// <summary>Until what failed is renewed again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(GroupId Group, IGroupObserver Observer), Subscription> _all = new();
    private readonly ClusterGroups _groups;
    private readonly ISilos _silos;
    private readonly TimeSpan _renewEvery;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly Task _renewing;

    public Subscriptions(ClusterGroups groups, ISilos silos, TimeSpan renewEvery, ILogger logger)
    {
        (_groups, _silos, _renewEvery, _logger) = (groups, silos, renewEvery, logger);
        silos.Changed += RenewSoon;
        _renewing = Task.Run(RenewAsync);
    }

    /// <summary>Subscribes an observer; twice is not an error.</summary>
    public async Task<Outcome<GroupSnapshot>> AddAsync(GroupId group, IGroupObserver observer)
    {
        var subscription = _all.GetOrAdd((group, observer), key => new Subscription(key.Group, key.Observer, RenewSoon, _logger));
        await subscription.Turn.WaitAsync();
        try
        {
            subscription.Reference ??= _groups.Grains.CreateObjectReference<IGroupEventReceiver>(subscription);
            var answer = await AskAsync(subscription, observer.Present);
            if (answer.Succeeded)
            {
                subscription.Give(answer.Value);
            }
            else
            {
                Forget(subscription);
            }

            return answer;
        }
        catch
        {
            Forget(subscription);
            throw;
        }
        finally
        {
            subscription.Turn.Release();
        }
    }

    /// <summary>Ends an observer's subscription; unknown ones are not an error.</summary>
    public async Task RemoveAsync(GroupId group, IGroupObserver observer)
    {
        if (!_all.TryGetValue((group, observer), out var subscription))
        {
            return;
        }

        Forget(subscription);
        await subscription.Turn.WaitAsync();
        try
        {
            (await _groups.Calls.AskAsync(() => _groups.Grain(group).UnsubscribeAsync(subscription.Id))).Read();
        }
        finally
        {
            subscription.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _silos.Changed -= RenewSoon;
        await _stop.CancelAsync();
        await _renewing;
        foreach (var subscription in _all.Values)
        {
            Forget(subscription);
        }
    }

    private void Forget(Subscription subscription)
    {
        subscription.End();
        var isFirst = _all.TryRemove(KeyValuePair.Create((subscription.Group, subscription.Observer), subscription));
        if (isFirst && subscription.Reference is { } reference)
        {
            _groups.Grains.DeleteObjectReference<IGroupEventReceiver>(reference);
        }
    }

    private void RenewSoon()
    {
        lock (_wanted)
        {
            if (_wanted.CurrentCount == 0)
            {
                _wanted.Release();
            }
        }
    }

    private async Task RenewAsync()
    {
        var pause = _renewEvery;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wanted.WaitAsync(pause, _stop.Token);
                var failed = 0;
                await Parallel.ForEachAsync(
                    _all.Values,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _stop.Token },
                    async (subscription, _) => failed |= await TryRenewAsync(subscription) ? 0 : 1);
                pause = failed == 0 ? _renewEvery : Pause;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> TryRenewAsync(Subscription subscription)
    {
        await subscription.Turn.WaitAsync();
        try
        {
            if (subscription.IsOver)
            {
                return true;
            }

            // The snapshot of the answer is not needed: when events were missed, the new feed begins with one, in order with the events after it.
            var present = subscription.Observer.Present;
            await AskAsync(subscription, present).WaitAsync(_stop.Token);

            // A terminal that went while this was on its way was reported before it arrived.
            foreach (var terminal in present.Except(subscription.Observer.Present))
            {
                await _groups.Get(subscription.Group).DetachAsync(terminal);
            }

            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e)
        {
            ClusterLog.RenewFailed(_logger, e, subscription.Group);
            return false;
        }
        finally
        {
            subscription.Turn.Release();
        }
    }

    private async Task<Outcome<GroupSnapshot>> AskAsync(Subscription subscription, IReadOnlyCollection<TerminalId> present) =>
        (await _groups.Calls.AskAsync(() => _groups.Grain(subscription.Group).SubscribeAsync(subscription.Id, subscription.Reference, [.. present]))).Read();
}
