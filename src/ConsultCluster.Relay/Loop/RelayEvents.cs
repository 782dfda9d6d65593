using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Orders;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay.Loop;

/// <summary>Forwards the core's events to the observers of groups and links.</summary>
internal sealed class RelayEvents(RelayRegister register, LinkOrders links, ILogger logger)
{
    private readonly ConcurrentDictionary<GroupId, IRelayObserver> _observers = new();

    /// <summary>From any thread.</summary>
    public void Observe(GroupId group, IRelayObserver observer) => _observers[group] = observer;

    /// <summary>From any thread. An observer that has replaced this one stays.</summary>
    public void Unobserve(GroupId group, IRelayObserver observer) => _observers.TryRemove(KeyValuePair.Create(group, observer));

    /// <summary>On the relay's thread.</summary>
    public void Publish(RelayCore core)
    {
        while (core.TryTakeEvent(out var relayEvent))
        {
            if (register.TryFind(relayEvent.Session, out var group, out var terminal))
            {
                Publish(relayEvent, group.Id, terminal);
            }
        }

        links.Publish();
    }

    private void Publish(RelayCoreEvent relayEvent, GroupId group, TerminalId terminal)
    {
        if (relayEvent is SessionGone gone)
        {
            register.Remove(gone.Session);
            RelayLog.SessionGone(logger, group, terminal, gone.Reason);
        }
        else if (relayEvent is MediaChanged media)
        {
            RelayLog.MediaChanged(logger, group, terminal, media.Sends, media.Receives);
        }
        else if (relayEvent is SlotsChanged { Undecodable.IsEmpty: false } slots)
        {
            foreach (var source in slots.Undecodable.SelectMany(ToSource))
            {
                RelayLog.Undecodable(logger, group, terminal, source.Source, source.Publisher, source.Codec);
            }
        }

        if (!_observers.TryGetValue(group, out var observer))
        {
            return;
        }

        try
        {
            Report(relayEvent, terminal, observer);
        }
        catch (Exception exception)
        {
            RelayLog.ObserverFailed(logger, exception, group);
        }
    }

    private void Report(RelayCoreEvent relayEvent, TerminalId terminal, IRelayObserver observer)
    {
        switch (relayEvent)
        {
            case MediaChanged media:
                observer.OnMedia(terminal, media.Sends, media.Receives);
                break;
            case SlotsChanged slots:
                observer.OnSlots(terminal, [.. slots.Slots.Select(ToAssignment)], [.. slots.Undecodable.SelectMany(ToSource)]);
                break;
            case SessionQuality quality:
                observer.OnQuality(terminal, ToReport(quality));
                break;
            case SessionGone gone:
                observer.OnGone(terminal, gone.Reason);
                break;
        }
    }

    private SlotAssignment ToAssignment(SlotFill slot)
    {
        if (slot.Publisher is { } publisher && register.TryFind(publisher, out _, out var terminal))
        {
            return new SlotAssignment(slot.Mid, terminal, slot.Source?.ToMedia());
        }

        return TerminalId.TryParse(slot.RemotePublisher, out var remote)
            ? new SlotAssignment(slot.Mid, remote, slot.Source?.ToMedia())
            : new SlotAssignment(slot.Mid, null, null);
    }

    /// <summary>None when the publisher has just left.</summary>
    private IEnumerable<UndecodableSource> ToSource(UndecodableTrack track)
    {
        TerminalId terminal;
        if (track.Publisher is { } publisher ? register.TryFind(publisher, out _, out terminal) : TerminalId.TryParse(track.RemotePublisher, out terminal))
        {
            yield return new UndecodableSource(terminal, track.Source.ToMedia(), CodecName.Of(track.Codec));
        }
    }

    private static QualityReport ToReport(SessionQuality quality) => new(
        Grade(quality.UpLossPercent, quality.RoundTripMs, quality.UpJitterMs),
        Grade(quality.DownLossPercent, quality.RoundTripMs, quality.DownJitterMs),
        quality.RoundTripMs,
        quality.UpLossPercent ?? 0,
        quality.DownLossPercent ?? 0,
        Math.Max(quality.UpJitterMs ?? 0, quality.DownJitterMs ?? 0));

    private static QualityGrade Grade(double? loss, double? roundTripMs, double? jitterMs) =>
        loss is { } known ? QualityGrader.Grade(known, roundTripMs, jitterMs ?? 0) : QualityGrade.Unknown;
}
