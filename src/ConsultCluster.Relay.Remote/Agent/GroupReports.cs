using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Events;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>Forwards a relay's reports about one group, and keeps the last ones for the next announcement.</summary>
internal sealed class GroupReports(RelayId relay, GroupId group, EventSender sender) : IRelayObserver
{
    private readonly ConcurrentDictionary<TerminalId, SessionReport> _last = new();

    /// <summary>The last report about a terminal.</summary>
    public SessionReport Last(TerminalId terminal) => _last.GetValueOrDefault(terminal, SessionReport.New);

    public void OnMedia(TerminalId terminal, bool sends, bool receives)
    {
        _last[terminal] = Last(terminal) with { Sends = sends, Receives = receives };
        Send(terminal, new MediaEvent(sends, receives));
    }

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable)
    {
        var (filled, missing) = (RelayWire.Write(slots), RelayWire.Write(undecodable));
        _last[terminal] = Last(terminal) with { Slots = filled, Undecodable = missing };
        Send(terminal, new SlotsEvent(filled, missing));
    }

    public void OnQuality(TerminalId terminal, QualityReport report) => Send(terminal, new QualityEvent(RelayWire.Write(report)));

    public void OnGone(TerminalId terminal, string reason)
    {
        _last.TryRemove(terminal, out _);
        Send(terminal, new GoneEvent(reason));
    }

    private void Send(TerminalId terminal, SessionEvent happened) =>
        sender.Send(new EventMessage(relay.Value, group.Value, terminal.Value, happened));
}
