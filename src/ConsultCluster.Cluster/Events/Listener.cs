using System.Diagnostics;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>
/// One listener in another process, as the group sees it: takes every call at once and sends them on in order, as many together as have come while the ones before
/// were on their way. May be used from any thread.
/// </summary>
internal sealed class Listener(INewsObserver observer, GroupId group, ILogger logger) : IGroupObserver
{
    /// <summary>A listener this far behind loses news; the gap in the sequence tells it to ask for a snapshot.</summary>
    private const int MaxBacklog = 4096;

    /// <summary>More at once would make one message large.</summary>
    private const int MaxBatch = 128;

    /// <summary>Between two attempts at one who does not answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Queue<GroupNews> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private FeedId? _feed;
    private long _number;
    private bool _sends;
    private long _renewed = Stopwatch.GetTimestamp();

    /// <summary>Since the other process last said that it listens.</summary>
    public TimeSpan SinceRenewed => Stopwatch.GetElapsedTime(Volatile.Read(ref _renewed));

    /// <summary>The other process still listens.</summary>
    public void Renew() => Volatile.Write(ref _renewed, Stopwatch.GetTimestamp());

    /// <summary>Sends what has come and comes.</summary>
    public void Begin(FeedId feed)
    {
        lock (_lock)
        {
            _feed = feed;
            SendWaiting();
        }
    }

    /// <summary>Sends nothing more.</summary>
    public void Stop() => _stop.Cancel();

    public void OnEvent(GroupEvent groupEvent) => Add(groupEvent, null, null);

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => Add(null, terminal, [.. slots]);

    private void Add(GroupEvent? groupEvent, TerminalId? terminal, SlotAssignment[]? slots)
    {
        lock (_lock)
        {
            if (_waiting.Count >= MaxBacklog)
            {
                ClusterLog.ListenerTooSlow(logger, group);
                return;
            }

            _waiting.Enqueue(new GroupNews(++_number, groupEvent, terminal, slots));
            SendWaiting();
        }
    }

    private void SendWaiting()
    {
        if (!_sends && _feed is { } feed && _waiting.Count > 0)
        {
            _sends = true;
            _ = Task.Run(() => SendAsync(feed));
        }
    }

    private async Task SendAsync(FeedId feed)
    {
        while (Next() is { Length: > 0 } news)
        {
            while (!await TrySendAsync(feed, news))
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private GroupNews[] Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 || _stop.IsCancellationRequested)
            {
                _sends = false;
                return [];
            }

            var news = new GroupNews[Math.Min(_waiting.Count, MaxBatch)];
            for (var i = 0; i < news.Length; i++)
            {
                news[i] = _waiting.Dequeue();
            }

            return news;
        }
    }

    private async Task<bool> TrySendAsync(FeedId feed, GroupNews[] news)
    {
        try
        {
            await observer.HearAsync(feed, news);
            return true;
        }
        catch (Exception e)
        {
            ClusterLog.ListenerSilent(logger, e, group);
            return false;
        }
    }
}
