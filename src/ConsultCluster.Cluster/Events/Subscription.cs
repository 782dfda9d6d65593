using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>One observer of this process: receives what its group's grain sends, and delivers each notice once and in order.</summary>
/// <param name="ended">The group's activation ended.</param>
internal sealed class Subscription(GroupId group, IGroupObserver observer, Action ended, ILogger logger) : IGroupEventReceiver
{
    private readonly Lock _lock = new();
    private FeedId _feed;
    private long _number;
    private bool _isOver;

    /// <summary>Epoch and sequence of the snapshot that the observer was given when it subscribed; null until then.</summary>
    private (long Epoch, long Sequence)? _given;

    public GroupId Group => group;

    public IGroupObserver Observer => observer;

    /// <summary>By which the grain knows it again.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>By which grains reach it.</summary>
    public IGroupEventReceiver Reference { get; set; } = null!;

    /// <summary>One renewal at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _isOver;
            }
        }
    }

    /// <summary>The observer has this snapshot, as the answer to its subscribing.</summary>
    public void Give(GroupSnapshot snapshot)
    {
        lock (_lock)
        {
            _given = (snapshot.Epoch, snapshot.Sequence);
        }
    }

    /// <summary>The observer is told nothing more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
        }
    }

    public Task ReceiveAsync(FeedId feed, GroupNotice[] notices)
    {
        // Orleans gives an observer one call at a time; a feed of an activation that ended may still send beside the one after it.
        lock (_lock)
        {
            if (_isOver || feed < _feed)
            {
                return Task.CompletedTask;
            }

            if (feed > _feed)
            {
                (_feed, _number) = (feed, 0);
            }

            foreach (var notice in notices.Where(notice => notice.Number > _number))
            {
                _number = notice.Number;
                if (IsNews(notice))
                {
                    Deliver(notice);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task EndedAsync()
    {
        ended();
        return Task.CompletedTask;
    }

    /// <summary>The first feed begins with the snapshot that the observer is given as the answer. Any other one begins where an earlier one broke off.</summary>
    private bool IsNews(GroupNotice notice) =>
        notice.Event is not EventsMissed missed || (_given is { } given && given != (missed.Snapshot.Epoch, missed.Sequence));

    private void Deliver(GroupNotice notice)
    {
        try
        {
            notice.Deliver(observer);
        }
        catch (Exception e)
        {
            ClusterLog.ObserverFailed(logger, e);
        }
    }
}
