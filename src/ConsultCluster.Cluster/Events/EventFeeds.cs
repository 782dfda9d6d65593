using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Events;

/// <summary>The feeds of one group's subscribers. Only on the grain's scheduler.</summary>
/// <param name="forgetAfter">A subscriber that has not renewed for so long is gone.</param>
internal sealed class EventFeeds(GroupId group, TimeSpan forgetAfter, ILogger logger)
{
    private readonly Dictionary<Guid, EventFeed> _feeds = [];

    /// <summary>Nobody is subscribed.</summary>
    public bool IsEmpty => _feeds.Count == 0;

    /// <summary>Renews a subscription; false when it needs a new feed, because it is unknown or notices to it were lost.</summary>
    public bool Renew(Guid subscription)
    {
        if (!_feeds.TryGetValue(subscription, out var known) || known.IsOverrun)
        {
            return false;
        }

        known.Renew();
        return true;
    }

    /// <summary>Subscribes.</summary>
    /// <param name="missed">Comes first: whatever the subscriber heard from another feed, it goes on from here.</param>
    /// <param name="slots">Come next.</param>
    public void Add(
        Guid subscription, IGroupEventReceiver receiver, EventsMissed missed, IEnumerable<(TerminalId Terminal, IReadOnlyList<SlotAssignment> Slots)> slots)
    {
        Remove(subscription);
        var feed = new EventFeed(receiver, group, logger);
        _feeds[subscription] = feed;
        feed.Tell(missed);
        foreach (var (terminal, assigned) in slots)
        {
            feed.TellSlots(terminal, assigned);
        }

        feed.Begin(new FeedId(missed.Snapshot.Epoch, DateTime.UtcNow.Ticks));
    }

    /// <summary>Ends a subscription; unknown ones are not an error.</summary>
    public void Remove(Guid subscription)
    {
        if (_feeds.Remove(subscription, out var feed))
        {
            feed.Stop();
        }
    }

    /// <summary>Sends an event to all.</summary>
    public void Tell(GroupEvent groupEvent)
    {
        foreach (var feed in _feeds.Values)
        {
            feed.Tell(groupEvent);
        }
    }

    /// <summary>Sends the slots of a terminal to all.</summary>
    public void TellSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots)
    {
        foreach (var feed in _feeds.Values)
        {
            feed.TellSlots(terminal, slots);
        }
    }

    /// <summary>Forgets subscribers that are gone.</summary>
    public void Sweep()
    {
        foreach (var (subscription, _) in _feeds.Where(feed => feed.Value.SinceRenewed > forgetAfter).ToArray())
        {
            ClusterLog.ReceiverForgotten(logger, group);
            Remove(subscription);
        }
    }

    /// <summary>The activation ends.</summary>
    /// <param name="isAnnounced">Subscribers are told, so that they subscribe to the next one at once.</param>
    public void End(bool isAnnounced)
    {
        foreach (var feed in _feeds.Values)
        {
            feed.Stop();
            if (isAnnounced)
            {
                feed.AnnounceEnd();
            }
        }

        _feeds.Clear();
    }
}
