using ConsultCluster.Cluster.Activations;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>One observer of this process: what its group's grain sends comes in here, each call once and in order.</summary>
internal sealed class Subscription(GroupId group, IGroupObserver observer, ILogger logger) : INewsObserver
{
    private readonly Lock _lock = new();
    private readonly ObserverFeed _feed = new(observer, logger);
    private FeedId _heard;
    private long _number;
    private bool _isOver;

    public GroupId Group => group;

    public IGroupObserver Observer => observer;

    /// <summary>By which the grain knows it again.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>By which grains reach it.</summary>
    public INewsObserver Reference { get; set; } = null!;

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

    /// <summary>The observer hears nothing more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
        }
    }

    public Task HearAsync(FeedId feed, GroupNews[] news)
    {
        lock (_lock)
        {
            if (_isOver || feed < _heard)
            {
                return Task.CompletedTask;
            }

            if (feed > _heard)
            {
                (_heard, _number) = (feed, 0);
            }

            foreach (var one in news.Where(one => one.Number > _number))
            {
                _number = one.Number;
                _feed.Tell(one.Tell);
            }
        }

        return Task.CompletedTask;
    }
}
