using System.Diagnostics;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>
/// Feeds one receiver from the group's grain: takes every notice at once and sends them in order, as many together as have come while the ones before were on their way. May be used
/// from any thread.
/// </summary>
internal sealed class EventFeed(IGroupEventReceiver receiver, GroupId group, ILogger logger)
{
    /// <summary>The feed of a receiver this far behind ends; the next one begins with a snapshot.</summary>
    private const int MaxBacklog = 4096;

    /// <summary>More at once would make one message large.</summary>
    private const int MaxBatch = 128;

    /// <summary>Between two attempts to reach a receiver that does not answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Queue<GroupNotice> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private FeedId? _feed;
    private long _number;
    private bool _sends;
    private bool _isOverrun;
    private long _renewed = Stopwatch.GetTimestamp();

    /// <summary>Since the receiver last renewed its subscription.</summary>
    public TimeSpan SinceRenewed => Stopwatch.GetElapsedTime(Volatile.Read(ref _renewed));

    /// <summary>True when notices were lost: the receiver needs another feed.</summary>
    public bool IsOverrun
    {
        get
        {
            lock (_lock)
            {
                return _isOverrun;
            }
        }
    }

    /// <summary>The receiver renewed its subscription.</summary>
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

    /// <summary>Tells the receiver, which need not hear it, that the activation ends.</summary>
    public void AnnounceEnd()
    {
        try
        {
            _ = receiver.EndedAsync();
        }
        catch (Exception e)
        {
            ClusterLog.ReceiverSilent(logger, e, group);
        }
    }

    /// <summary>Sends an event.</summary>
    public void Tell(GroupEvent groupEvent) => Add(groupEvent, null, null);

    /// <summary>Sends the slots of a terminal.</summary>
    public void TellSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => Add(null, terminal, [.. slots]);

    private void Add(GroupEvent? groupEvent, TerminalId? terminal, SlotAssignment[]? slots)
    {
        lock (_lock)
        {
            if (_isOverrun)
            {
                return;
            }

            if (_waiting.Count >= MaxBacklog)
            {
                ClusterLog.ReceiverTooSlow(logger, group);
                _isOverrun = true;
                _waiting.Clear();
                Stop();
                AnnounceEnd();
                return;
            }

            _waiting.Enqueue(new GroupNotice(++_number, groupEvent, terminal, slots));
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
        while (Next() is { Length: > 0 } notices)
        {
            while (!await TrySendAsync(feed, notices))
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private GroupNotice[] Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 || _stop.IsCancellationRequested)
            {
                _sends = false;
                return [];
            }

            var notices = new GroupNotice[Math.Min(_waiting.Count, MaxBatch)];
            for (var i = 0; i < notices.Length; i++)
            {
                notices[i] = _waiting.Dequeue();
            }

            return notices;
        }
    }

    private async Task<bool> TrySendAsync(FeedId feed, GroupNotice[] notices)
    {
        try
        {
            await receiver.ReceiveAsync(feed, notices);
            return true;
        }
        catch (Exception e)
        {
            ClusterLog.ReceiverSilent(logger, e, group);
            return false;
        }
    }
}
