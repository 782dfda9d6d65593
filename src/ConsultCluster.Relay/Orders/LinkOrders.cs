using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay.Orders;

/// <summary>
/// Executes orders for links and reports their state. Members are for the relay's thread unless they say otherwise.
/// </summary>
internal sealed class LinkOrders(RelayId relay, RelayCore core, ILogger logger)
{
    private readonly Dictionary<RelayId, LinkKey> _keys = [];
    private readonly Dictionary<LinkKey, RelayId> _peers = [];
    private readonly ConcurrentDictionary<RelayId, LinkReport> _reports = new();
    private ImmutableArray<ILinkObserver> _observers = [];

    /// <summary>From any thread.</summary>
    public IReadOnlyList<LinkReport> Reports => [.. _reports.Values];

    public Outcome Set(LinkOrder order, MonoTime now)
    {
        if (order.Peer == relay)
        {
            return new Refusal(RefusalCodes.RequestInvalid, "A relay cannot be linked to itself. Name another relay.");
        }

        // The names decide, so both ends agree without negotiation.
        var side = string.CompareOrdinal(relay.Value, order.Peer.Value) < 0 ? LinkSide.First : LinkSide.Second;
        var key = KeyOf(order.Peer);
        var candidates = order.Candidates.Select(TransportAddress.From).ToImmutableArray();
        switch (core.Cascade.SetLink(key, side, new LinkSecret(order.Generation, order.Secret), candidates, now))
        {
            case LinkOrderResult.Stale:
                return Stale(order.Peer, order.Generation);
            case LinkOrderResult.BadSecret:
                return new Refusal(
                    RefusalCodes.RequestInvalid,
                    "The link's secret is not 32 bytes, belongs to another link, or differs from the one of the same generation. Order a new one with a higher generation.");
            default:
                Report(core.Cascade.Measure(key)!);
                RelayLog.LinkOrdered(logger, relay, order.Peer, order.Generation);
                return Outcome.Done;
        }
    }

    /// <summary>Adds an observer; from any thread.</summary>
    public void Observe(ILinkObserver observer) =>
        ImmutableInterlocked.Update(ref _observers, static (observers, added) => observers.Add(added), observer);

    /// <summary>Notifies an observer of the current state of every link.</summary>
    public Outcome NotifyState(ILinkObserver observer)
    {
        foreach (var report in _reports.Values.Where(report => report.State != LinkState.Connecting))
        {
            Notify(observer, report.Peer, isUp: report.State == LinkState.Up);
        }

        return Outcome.Done;
    }

    /// <summary>From any thread.</summary>
    public void Unobserve(ILinkObserver observer) =>
        ImmutableInterlocked.Update(ref _observers, static (observers, removed) => observers.Remove(removed), observer);

    public Outcome Remove(RelayId peer, long generation)
    {
        if (core.Cascade.RemoveLink(KeyOf(peer), generation) == LinkOrderResult.Stale)
        {
            return Stale(peer, generation);
        }

        if (_reports.TryRemove(peer, out _))
        {
            RelayLog.LinkRemoved(logger, relay, peer);
        }

        return Outcome.Done;
    }

    /// <summary>The core's key for the link to that relay, whether the link exists or not.</summary>
    public LinkKey KeyOf(RelayId peer)
    {
        if (!_keys.TryGetValue(peer, out var key))
        {
            key = new LinkKey(_keys.Count + 1);
            _keys.Add(peer, key);
            _peers.Add(key, peer);
        }

        return key;
    }

    /// <summary>Publishes the core's link events.</summary>
    public void Publish()
    {
        while (core.Cascade.TryTakeEvent(out var linkEvent))
        {
            // Ignore events of a link that was just removed.
            if (_peers.TryGetValue(linkEvent.Link, out var peer) && core.Cascade.Measure(linkEvent.Link) is { } measure)
            {
                Report(linkEvent as LinkMeasure ?? measure);
                Notify(linkEvent, peer);
            }
        }
    }

    private void Notify(LinkEvent linkEvent, RelayId peer)
    {
        if (linkEvent is LinkUp)
        {
            RelayLog.LinkUp(logger, relay, peer);
        }
        else if (linkEvent is LinkSilent)
        {
            RelayLog.LinkSilent(logger, relay, peer);
        }
        else
        {
            return;
        }

        foreach (var observer in _observers)
        {
            Notify(observer, peer, isUp: linkEvent is LinkUp);
        }
    }

    private void Notify(ILinkObserver observer, RelayId peer, bool isUp)
    {
        try
        {
            if (isUp)
            {
                observer.OnLinkUp(peer);
            }
            else
            {
                observer.OnLinkSilent(peer);
            }
        }
        catch (Exception exception)
        {
            RelayLog.LinkObserverFailed(logger, exception, peer);
        }
    }

    private void Report(LinkMeasure measure)
    {
        var peer = _peers[measure.Link];
        _reports[peer] = new LinkReport(
            peer,
            measure.Status switch
            {
                LinkStatus.Up => LinkState.Up,
                LinkStatus.Silent => LinkState.Silent,
                _ => LinkState.Connecting,
            },
            measure.Generation,
            measure.RoundTripMs,
            measure.LossInPercent,
            measure.LossOutPercent,
            measure.PacketsIn,
            measure.PacketsOut);
    }

    private Refusal Stale(RelayId peer, long generation)
    {
        RelayLog.StaleLink(logger, relay, peer, generation);
        return new Refusal(
            RefusalCodes.RelayStaleEpoch, "The link has a newer secret, so this order is stale. Read its state again and retry.");
    }
}
