using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>Who listens to one grain from other processes. Only for the grain's turns.</summary>
internal sealed class Listeners(Grain grain, GroupId group, TimeSpan renewEvery, ILogger logger)
{
    /// <summary>Renewals that may fail to come before a listener is forgotten.</summary>
    private const int Missed = 3;

    private readonly Dictionary<Guid, Listener> _listeners = [];
    private IGrainTimer? _sweep;
    private IConsultationGroup _home = null!;

    /// <summary>Subscribes, or renews; with the group as it is, and whether the subscription was not known.</summary>
    public async Task<(Answer<GroupSnapshot> Answer, bool IsNew)> AddAsync(IConsultationGroup home, Guid subscription, INewsObserver observer)
    {
        _home = home;
        if (_listeners.TryGetValue(subscription, out var known))
        {
            known.Renew();
            return (await Answer.OfAsync(home.SnapshotAsync()), false);
        }

        var listener = new Listener(observer, group, logger);
        _listeners[subscription] = listener;
        _sweep ??= grain.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(renewEvery, renewEvery) { Interleave = true });
        var answer = await Answer.OfAsync(home.SubscribeAsync(listener));
        if (answer.Value is { } snapshot)
        {
            listener.Begin(new FeedId(snapshot.Epoch, DateTime.UtcNow.Ticks));
        }
        else
        {
            _listeners.Remove(subscription);
        }

        return (answer, true);
    }

    /// <summary>Ends a subscription; unknown ones are not an error.</summary>
    public async Task RemoveAsync(IConsultationGroup home, Guid subscription)
    {
        if (_listeners.Remove(subscription, out var listener))
        {
            listener.Stop();
            await home.UnsubscribeAsync(listener);
        }
    }

    /// <summary>Nobody hears anything more from here.</summary>
    public void Stop()
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Stop();
        }

        _listeners.Clear();
        _sweep?.Dispose();
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var (subscription, listener) in _listeners.Where(l => l.Value.SinceRenewed > Missed * renewEvery).ToArray())
        {
            ClusterLog.ListenerForgotten(logger, group);
            await RemoveAsync(_home, subscription);
        }
    }
}
